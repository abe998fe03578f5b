/** Without mixed precision everything is stored and computed in 32 bits. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const memoryFullPrecision = rule({
  id: 'memory/full-precision',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [page('https://huggingface.co/docs/transformers/perf_train_gpu_one')],
  reads: {
    options: ['accelerate.mixed_precision'],
  },
  run: {
    check: ({ config }) => (config['accelerate.mixed_precision'] === 'no' ? {} : undefined),
    fix: () => ({ 'accelerate.mixed_precision': 'bf16' }),
    example: { bad: { 'accelerate.mixed_precision': 'no' }, good: { 'accelerate.mixed_precision': 'bf16' } },
  },
})
