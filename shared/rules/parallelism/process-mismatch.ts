/** The sizes of all parallel dimensions, multiplied, must be the number of processes. */
import type { FieldKey } from '../../fields/index.ts'
import { processes } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const sizes = [
  'parallelism.parallelism_config_dp_shard_size',
  'parallelism.parallelism_config_dp_replicate_size',
  'parallelism.parallelism_config_tp_size',
  'parallelism.parallelism_config_cp_size',
  'parallelism.parallelism_config_sp_size',
] as const satisfies readonly FieldKey[]

export const parallelismProcessMismatch = rule({
  id: 'parallelism/process-mismatch',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/parallelism_config.py:354-377'),
    accelerate('src/accelerate/accelerator.py:2360-2365'),
  ],
  reads: {
    options: [
      ...sizes,
      'hardware.gpus_per_machine',
      'hardware.machines',
      'accelerate.distributed_type',
      'fsdp.fsdp_version',
    ],
  },
  run: {
    check: ({ config }) => {
      const type = config['accelerate.distributed_type']
      if (type !== 'DEEPSPEED' && !(type === 'FSDP' && config['fsdp.fsdp_version'] === 2)) return undefined
      // Only what belongs to the chosen strategy is written: context parallelism to FSDP2, sequence parallelism to DeepSpeed.
      const [, , tensor, context, sequence] = sizes
      const divides = type === 'DEEPSPEED' && config[sequence] > 1
      // Where DeepSpeed divides the sequence Accelerate compares nothing, but it computes the batch from these sizes, without tensor parallelism.
      const skipped: readonly FieldKey[] = type === 'FSDP' ? [sequence] : divides ? [context, tensor] : [context]
      const total = sizes.filter((key) => !skipped.includes(key)).reduce((product, key) => product * config[key], 1)
      // A total of 1 Accelerate fills in itself.
      if (total === 1) return undefined
      return total === processes(config) ? undefined : { total, processes: processes(config) }
    },
    fix: () => Object.fromEntries(sizes.map((key) => [key, null])),
    example: {
      bad: {
        'accelerate.distributed_type': 'FSDP',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_dp_shard_size': 4,
      },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_dp_shard_size': 4,
        'parallelism.parallelism_config_tp_size': 2,
      },
    },
  },
})
