/** A fixed sequence length that is not given. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismMissingSequenceLength = rule({
  id: 'parallelism/missing-sequence-length',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2280-2284')],
  reads: {
    options: [
      'parallelism.parallelism_config_sp_seq_length',
      'parallelism.parallelism_config_sp_seq_length_is_variable',
      'parallelism.parallelism_config_sp_size',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'DEEPSPEED' &&
      config['parallelism.parallelism_config_sp_size'] > 1 &&
      !config['parallelism.parallelism_config_sp_seq_length_is_variable'] &&
      config['parallelism.parallelism_config_sp_seq_length'] === null
        ? {}
        : undefined,
    fix: () => ({ 'parallelism.parallelism_config_sp_seq_length_is_variable': null }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.gpus_per_machine': 2,
        'parallelism.parallelism_config_sp_size': 2,
        'parallelism.parallelism_config_sp_seq_length_is_variable': false,
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.gpus_per_machine': 2,
        'parallelism.parallelism_config_sp_size': 2,
        'parallelism.parallelism_config_sp_seq_length_is_variable': false,
        'parallelism.parallelism_config_sp_seq_length': 8192,
      },
    },
  },
})
