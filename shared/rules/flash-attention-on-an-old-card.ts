/** FlashAttention 2 needs Ampere, FlashAttention 3 needs Hopper. */
import { page } from '../source.ts'
import { beforeAmpere, gpuNamed } from './questions.ts'
import { rule } from './rule.ts'

export const flashAttentionOnAnOldCard = rule({
  id: 'flash-attention-on-an-old-card',
  severity: 'error',
  about: ['training.attn_implementation', 'hardware.gpu'],
  sources: [page('https://github.com/Dao-AILab/flash-attention/blob/main/README.md')],
  seen: 'late',
  check: ({ config }) => {
    const attention = config['training.attn_implementation']
    const gpu = attention.startsWith('flash') ? gpuNamed(config['hardware.gpu']) : undefined
    if (gpu?.vendor !== 'NVIDIA') return undefined
    const old =
      attention === 'flash_attention_3'
        ? ['Volta', 'Turing', 'Ampere', 'Ada'].includes(gpu.architecture)
        : beforeAmpere(gpu)
    const needs = attention === 'flash_attention_3' ? 'Hopper' : 'Ampere'
    return old ? { attention, gpu: gpu.name, architecture: gpu.architecture, needs } : undefined
  },
  fix: () => ({ 'training.attn_implementation': 'sdpa' }),
  example: {
    bad: { 'hardware.gpu': 'T4', 'training.attn_implementation': 'flash_attention_2' },
    good: { 'hardware.gpu': 'A100-SXM4-80GB', 'training.attn_implementation': 'flash_attention_2' },
  },
})
