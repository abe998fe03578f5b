/** Sequence parallelism gives each card some of the attention heads, so the heads must divide. */
import { modelById } from '../catalog/models.ts'
import { deepspeed } from '../source.ts'
import { rule } from './rule.ts'

export const attentionHeadsNotDivisible = rule({
  id: 'attention-heads-not-divisible',
  severity: 'error',
  about: ['parallelism.parallelism_config_sp_size', 'model.id', 'accelerate.distributed_type'],
  sources: [deepspeed('deepspeed/runtime/sequence_parallel/ulysses_sp.py:146-149')],
  seen: 'late',
  check: ({ config }) => {
    const size = config['parallelism.parallelism_config_sp_size']
    const model =
      config['accelerate.distributed_type'] === 'DEEPSPEED' && size > 1 ? modelById(config['model.id']) : undefined
    if (!model) return undefined
    const shared = model.keyValueHeads % size === 0 || size % model.keyValueHeads === 0
    return model.heads % size === 0 && shared
      ? undefined
      : { size, heads: model.heads, keyValueHeads: model.keyValueHeads, model: model.id }
  },
  fix: () => ({ 'parallelism.parallelism_config_sp_size': null }),
  example: {
    bad: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'model.id': 'meta-llama/Llama-3.1-8B',
      'hardware.gpus_per_machine': 6,
      'parallelism.parallelism_config_sp_size': 6,
    },
    good: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'model.id': 'meta-llama/Llama-3.1-8B',
      'hardware.gpus_per_machine': 8,
      'parallelism.parallelism_config_sp_size': 8,
    },
  },
})
