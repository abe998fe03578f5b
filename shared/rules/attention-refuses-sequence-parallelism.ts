/** DeepSpeed divides sequences only for some attention kernels. */
import { accelerate } from '../source.ts'
import { rule } from './rule.ts'

export const attentionRefusesSequenceParallelism = rule({
  id: 'attention-refuses-sequence-parallelism',
  severity: 'error',
  about: ['training.attn_implementation', 'parallelism.parallelism_config_sp_size', 'accelerate.distributed_type'],
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2290')],
  seen: 'worker',
  check: ({ config }) => {
    const attention = config['training.attn_implementation']
    return config['accelerate.distributed_type'] === 'DEEPSPEED' &&
      config['parallelism.parallelism_config_sp_size'] > 1 &&
      (attention === 'eager' || attention === 'flex_attention')
      ? { attention }
      : undefined
  },
  fix: () => ({ 'training.attn_implementation': 'sdpa' }),
  example: {
    bad: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'hardware.gpus_per_machine': 2,
      'parallelism.parallelism_config_sp_size': 2,
      'training.attn_implementation': 'eager',
    },
    good: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'hardware.gpus_per_machine': 2,
      'parallelism.parallelism_config_sp_size': 2,
      'training.attn_implementation': 'sdpa',
    },
  },
})
