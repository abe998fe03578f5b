/** bfloat16 on an NVIDIA card that has no units for it: PyTorch emulates it, slowly. */
import { beforeAmpere, gpuNamed } from '../../lookup/run.ts'
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const hardwareBf16Unsupported = rule({
  id: 'hardware/bf16-unsupported',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/cuda/__init__.py', '2026-11-24'),
    transformers('src/transformers/training_args.py:1745-1750'),
  ],
  reads: {
    options: ['accelerate.mixed_precision', 'hardware.gpu'],
  },
  run: {
    check: ({ config }) => {
      const gpu = config['accelerate.mixed_precision'] === 'bf16' ? gpuNamed(config['hardware.gpu']) : undefined
      return gpu && beforeAmpere(gpu) ? { gpu: gpu.name, architecture: gpu.architecture } : undefined
    },
    fix: () => ({ 'accelerate.mixed_precision': 'fp16' }),
    example: {
      bad: { 'hardware.gpu': 'V100-SXM2-32GB', 'accelerate.mixed_precision': 'bf16' },
      good: { 'hardware.gpu': 'A100-SXM4-80GB', 'accelerate.mixed_precision': 'bf16' },
    },
  },
})
