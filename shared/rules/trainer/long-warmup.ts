/** A run that ends while the learning rate is still rising. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerLongWarmup = rule({
  id: 'trainer/long-warmup',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/optimization.py:103')],
  reads: {
    options: ['training.warmup_steps', 'training.max_steps', 'training.lr_scheduler_type'],
  },
  run: {
    // A constant rate without warm-up never looks at the number.
    check: ({ config }) =>
      config['training.max_steps'] > 0 &&
      config['training.warmup_steps'] >= config['training.max_steps'] &&
      config['training.warmup_steps'] >= 1 &&
      config['training.lr_scheduler_type'] !== 'constant'
        ? { warmup: config['training.warmup_steps'], steps: config['training.max_steps'] }
        : undefined,
    fix: () => ({ 'training.warmup_steps': null }),
    example: {
      bad: { 'training.warmup_steps': 100, 'training.max_steps': 100 },
      good: { 'training.warmup_steps': 10, 'training.max_steps': 100 },
    },
  },
})
