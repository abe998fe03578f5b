/** Sequence parallelism takes FlashAttention or SDPA. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismUnsupportedAttention = rule({
  id: 'parallelism/unsupported-attention',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2296-2301')],
  reads: {
    options: ['training.attn_implementation', 'parallelism.parallelism_config_sp_size', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'DEEPSPEED' &&
      config['parallelism.parallelism_config_sp_size'] > 1 &&
      ['eager', 'flex_attention'].includes(config['training.attn_implementation'])
        ? { attention: config['training.attn_implementation'] }
        : undefined,
    fix: () => ({ 'training.attn_implementation': null }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_sp_size': 8,
        'training.attn_implementation': 'eager',
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_sp_size': 8,
        'training.attn_implementation': 'flash_attention_2',
      },
    },
  },
})
