/** Neither steps nor epochs. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerNoSteps = rule({
  id: 'trainer/no-steps',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/trainer.py:714')],
  reads: {
    options: ['training.num_train_epochs', 'training.max_steps', 'output.trainer'],
  },
  run: {
    check: ({ config }) =>
      config['output.trainer'] !== 'mlperf' &&
      config['training.max_steps'] <= 0 &&
      config['training.num_train_epochs'] === 0
        ? {}
        : undefined,
    fix: () => ({ 'training.num_train_epochs': null }),
    example: {
      bad: { 'training.num_train_epochs': 0 },
      good: { 'training.num_train_epochs': 0, 'training.max_steps': 100 },
    },
  },
})
