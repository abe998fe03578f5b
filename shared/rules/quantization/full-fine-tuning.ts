/** Quantized weights cannot be trained themselves. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantizationFullFineTuning = rule({
  id: 'quantization/full-fine-tuning',
  severity: 'warning',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/trainer_utils.py:133')],
  reads: {
    options: ['method.name', 'method.quantization'],
  },
  run: {
    check: ({ config }) =>
      config['method.name'] === 'full' && config['method.quantization'] !== 'none'
        ? { quantization: config['method.quantization'] }
        : undefined,
    fix: () => ({ 'method.quantization': null }),
    example: {
      bad: { 'method.name': 'full', 'method.quantization': 'nf4' },
      good: { 'method.name': 'qlora', 'method.quantization': 'nf4' },
    },
  },
})
