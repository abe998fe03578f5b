/** A learning rate of 0 trains nothing. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerZeroLearningRate = rule({
  id: 'trainer/zero-learning-rate',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/training_args.py:785')],
  reads: {
    options: ['training.learning_rate'],
  },
  run: {
    check: ({ config }) => (config['training.learning_rate'] === 0 ? {} : undefined),
    fix: () => ({ 'training.learning_rate': null }),
    example: { bad: { 'training.learning_rate': 0 }, good: { 'training.learning_rate': 2e-4 } },
  },
})
