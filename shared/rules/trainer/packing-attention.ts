/** Packed samples see one another unless the attention kernel keeps their boundaries. */
import { transformers, trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerPackingAttention = rule({
  id: 'trainer/packing-attention',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [trl('trl/trainer/sft_trainer.py:1236-1244'), transformers('src/transformers/masking_utils.py:859')],
  reads: {
    options: ['training.attn_implementation', 'data.packing', 'output.trainer'],
  },
  run: {
    // The reference's data is packed beforehand, and its script takes the same switch as its kernel.
    check: ({ config }) =>
      config['data.packing'] &&
      config['output.trainer'] !== 'mlperf' &&
      !config['training.attn_implementation'].startsWith('flash')
        ? { attention: config['training.attn_implementation'] }
        : undefined,
    fix: () => ({ 'training.attn_implementation': 'flash_attention_2' }),
    example: {
      bad: { 'data.packing': true, 'training.attn_implementation': 'sdpa' },
      good: { 'data.packing': true, 'training.attn_implementation': 'flash_attention_2' },
    },
  },
})
