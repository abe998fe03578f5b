/** Accelerate does not combine MS-AMP with FSDP. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fp8MsampWithFsdp = rule({
  id: 'fp8/msamp-with-fsdp',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/accelerator.py:605-610')],
  reads: {
    options: ['fp8.backend', 'accelerate.mixed_precision', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['accelerate.mixed_precision'] === 'fp8' &&
      config['fp8.backend'] === 'MSAMP'
        ? {}
        : undefined,
    fix: () => ({ 'fp8.backend': 'TE' }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'accelerate.mixed_precision': 'fp8', 'fp8.backend': 'MSAMP' },
      good: { 'accelerate.distributed_type': 'FSDP', 'accelerate.mixed_precision': 'fp8', 'fp8.backend': 'TE' },
    },
  },
})
