/** fp8 on an NVIDIA card without fp8 arithmetic: Accelerate trains in fp16 instead. */
import { gpuNamed } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const hardwareFp8Unsupported = rule({
  id: 'hardware/fp8-unsupported',
  severity: 'error',
  stage: 'worker',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/state.py:937-943')],
  reads: {
    options: ['accelerate.mixed_precision', 'hardware.gpu'],
  },
  run: {
    check: ({ config }) => {
      const gpu = config['accelerate.mixed_precision'] === 'fp8' ? gpuNamed(config['hardware.gpu']) : undefined
      return gpu && gpu.vendor === 'NVIDIA' && gpu.fp8Tflops === null
        ? { gpu: gpu.name, architecture: gpu.architecture }
        : undefined
    },
    fix: () => ({ 'accelerate.mixed_precision': 'bf16' }),
    example: {
      bad: { 'hardware.gpu': 'A100-SXM4-80GB', 'accelerate.mixed_precision': 'fp8' },
      good: { 'hardware.gpu': 'H100-SXM5-80GB', 'accelerate.mixed_precision': 'fp8' },
    },
  },
})
