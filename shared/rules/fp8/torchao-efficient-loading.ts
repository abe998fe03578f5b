/** torchao's fp8 and FSDP's loading on one process only exclude each other. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fp8TorchaoEfficientLoading = rule({
  id: 'fp8/torchao-efficient-loading',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/accelerator.py:519-526')],
  reads: {
    options: [
      'fsdp.fsdp_cpu_ram_efficient_loading',
      'fp8.backend',
      'accelerate.mixed_precision',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['accelerate.mixed_precision'] === 'fp8' &&
      config['fp8.backend'] === 'AO' &&
      config['fsdp.fsdp_cpu_ram_efficient_loading']
        ? {}
        : undefined,
    fix: () => ({ 'fsdp.fsdp_cpu_ram_efficient_loading': false }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'accelerate.mixed_precision': 'fp8', 'fp8.backend': 'AO' },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'accelerate.mixed_precision': 'fp8',
        'fp8.backend': 'AO',
        'fsdp.fsdp_cpu_ram_efficient_loading': false,
      },
    },
  },
})
