/** No gradient clipping: one bad batch can undo an hour. */
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerClippingDisabled = rule({
  id: 'trainer/clipping-disabled',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    transformers('src/transformers/training_args.py:864'),
    page('https://github.com/mlcommons/training/issues/723'),
  ],
  reads: {
    options: ['training.max_grad_norm'],
  },
  run: {
    check: ({ config }) => (config['training.max_grad_norm'] === 0 ? {} : undefined),
    fix: () => ({ 'training.max_grad_norm': null }),
    example: { bad: { 'training.max_grad_norm': 0 }, good: { 'training.max_grad_norm': 1 } },
  },
})
