/** A clipping threshold so far out that it either does nothing or rules every step. */
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerUnusualClipping = rule({
  id: 'trainer/unusual-clipping',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/training_args.py:864'), page('https://arxiv.org/abs/1211.5063')],
  reads: {
    options: ['training.max_grad_norm'],
  },
  run: {
    check: ({ config }) => {
      const threshold = config['training.max_grad_norm']
      return (threshold > 0 && threshold < 0.05) || threshold > 10 ? { threshold } : undefined
    },
    fix: () => ({ 'training.max_grad_norm': null }),
    example: { bad: { 'training.max_grad_norm': 100 }, good: { 'training.max_grad_norm': 0.3 } },
  },
})
