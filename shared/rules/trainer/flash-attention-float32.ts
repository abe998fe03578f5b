/** The kernels of FlashAttention know 16-bit numbers only. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerFlashAttentionFloat32 = rule({
  id: 'trainer/flash-attention-float32',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [page('https://github.com/Dao-AILab/flash-attention/blob/main/README.md')],
  reads: {
    options: ['training.attn_implementation', 'accelerate.mixed_precision'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.mixed_precision'] === 'no' && config['training.attn_implementation'].startsWith('flash')
        ? { attention: config['training.attn_implementation'] }
        : undefined,
    fix: () => ({ 'training.attn_implementation': 'sdpa' }),
    example: {
      bad: { 'accelerate.mixed_precision': 'no', 'training.attn_implementation': 'flash_attention_2' },
      good: { 'accelerate.mixed_precision': 'bf16', 'training.attn_implementation': 'flash_attention_2' },
    },
  },
})
