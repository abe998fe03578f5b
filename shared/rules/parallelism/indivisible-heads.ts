/** Sequence parallelism hands out whole attention heads. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismIndivisibleHeads = rule({
  id: 'parallelism/indivisible-heads',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/sequence_parallel/ulysses_sp.py:146-149')],
  reads: {
    options: ['parallelism.parallelism_config_sp_size', 'model.id', 'accelerate.distributed_type'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const size = config['parallelism.parallelism_config_sp_size']
      const model = exactModel(modelOfRun(run))
      if (config['accelerate.distributed_type'] !== 'DEEPSPEED' || size === 1 || !model) return undefined
      const { heads, keyValueHeads } = model
      const divided = heads % size === 0 && (keyValueHeads % size === 0 || size % keyValueHeads === 0)
      return divided ? undefined : { size, heads, keyValueHeads }
    },
    fix: () => ({ 'parallelism.parallelism_config_sp_size': null }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.gpus_per_machine': 6,
        'model.id': 'meta-llama/Llama-3.1-8B',
        'parallelism.parallelism_config_sp_size': 6,
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.gpus_per_machine': 8,
        'model.id': 'meta-llama/Llama-3.1-8B',
        'parallelism.parallelism_config_sp_size': 8,
      },
    },
  },
})
