/** FlashAttention needs Ampere or newer. */
import { beforeAmpere, gpuNamed } from '../../lookup/run.ts'
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const hardwareFlashAttentionUnsupported = rule({
  id: 'hardware/flash-attention-unsupported',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://github.com/Dao-AILab/flash-attention/blob/main/README.md'),
    transformers('src/transformers/modeling_utils.py:1578-1581'),
  ],
  reads: {
    options: ['training.attn_implementation', 'hardware.gpu'],
  },
  run: {
    check: ({ config }) => {
      const attention = config['training.attn_implementation']
      const gpu = attention.startsWith('flash') ? gpuNamed(config['hardware.gpu']) : undefined
      return gpu && beforeAmpere(gpu) ? { attention, gpu: gpu.name, architecture: gpu.architecture } : undefined
    },
    fix: () => ({ 'training.attn_implementation': 'sdpa' }),
    example: {
      bad: { 'hardware.gpu': 'T4', 'training.attn_implementation': 'flash_attention_2' },
      good: { 'hardware.gpu': 'A100-SXM4-80GB', 'training.attn_implementation': 'flash_attention_2' },
    },
  },
})
