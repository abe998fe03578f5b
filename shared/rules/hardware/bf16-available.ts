/** float16 on a card that has bfloat16: a narrow range for nothing. */
import { gpuNamed } from '../../lookup/run.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const hardwareBf16Available = rule({
  id: 'hardware/bf16-available',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    page('https://huggingface.co/docs/transformers/perf_train_gpu_one'),
    page('https://huggingface.co/docs/trl/reducing_memory_usage'),
  ],
  reads: {
    options: ['accelerate.mixed_precision', 'hardware.gpu'],
  },
  run: {
    check: ({ config }) => {
      const gpu = config['accelerate.mixed_precision'] === 'fp16' ? gpuNamed(config['hardware.gpu']) : undefined
      return gpu?.bf16 ? { gpu: gpu.name } : undefined
    },
    fix: () => ({ 'accelerate.mixed_precision': 'bf16' }),
    example: {
      bad: { 'hardware.gpu': 'A100-SXM4-80GB', 'accelerate.mixed_precision': 'fp16' },
      good: { 'hardware.gpu': 'V100-SXM2-32GB', 'accelerate.mixed_precision': 'fp16' },
    },
  },
})
