/** FSDP2 beside a parallelism_config in which no dimension is left for it. */
import { processes } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismNothingToShard = rule({
  id: 'parallelism/nothing-to-shard',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/parallelism_config.py:379-388')],
  reads: {
    options: [
      'parallelism.parallelism_config_dp_shard_size',
      'parallelism.parallelism_config_cp_size',
      'parallelism.parallelism_config_tp_size',
      'parallelism.parallelism_config_dp_replicate_size',
      'accelerate.distributed_type',
      'fsdp.fsdp_version',
      'hardware.gpus_per_machine',
      'hardware.machines',
    ],
  },
  run: {
    check: ({ answers, config }) => {
      if (config['accelerate.distributed_type'] !== 'FSDP' || config['fsdp.fsdp_version'] !== 2) return undefined
      // The section is written as soon as one size of it is given, even a 1.
      const given =
        answers['parallelism.parallelism_config_dp_shard_size'] !== undefined ||
        answers['parallelism.parallelism_config_cp_size'] !== undefined ||
        answers['parallelism.parallelism_config_tp_size'] !== undefined ||
        answers['parallelism.parallelism_config_dp_replicate_size'] !== undefined
      return given &&
        processes(config) > 1 &&
        config['parallelism.parallelism_config_dp_shard_size'] === 1 &&
        config['parallelism.parallelism_config_cp_size'] === 1
        ? { processes: processes(config) }
        : undefined
    },
    fix: () => ({
      'parallelism.parallelism_config_dp_shard_size': null,
      'parallelism.parallelism_config_cp_size': null,
      'parallelism.parallelism_config_tp_size': null,
      'parallelism.parallelism_config_dp_replicate_size': null,
    }),
    example: {
      bad: {
        'accelerate.distributed_type': 'FSDP',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_tp_size': 8,
      },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_tp_size': 2,
        'parallelism.parallelism_config_dp_shard_size': 4,
      },
    },
  },
})
