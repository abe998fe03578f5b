/** A run that ends before its first evaluation is due. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

const half = (steps: number): number => Math.max(1, Math.ceil(steps / 2))

export const trainerNoEvaluation = rule({
  id: 'trainer/no-evaluation',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/trainer_callback.py:578')],
  reads: {
    options: ['training.eval_steps', 'training.max_steps', 'training.eval_strategy', 'output.trainer'],
  },
  run: {
    check: ({ config }) =>
      (config['output.trainer'] === 'mlperf' || config['training.eval_strategy'] === 'steps') &&
      config['training.max_steps'] > 0 &&
      config['training.eval_steps'] > config['training.max_steps']
        ? {
            evaluation: config['training.eval_steps'],
            steps: config['training.max_steps'],
            half: half(config['training.max_steps']),
          }
        : undefined,
    fix: ({ config }) => ({ 'training.eval_steps': half(config['training.max_steps']) }),
    example: {
      bad: { 'training.max_steps': 100, 'training.eval_strategy': 'steps', 'training.eval_steps': 500 },
      good: { 'training.max_steps': 100, 'training.eval_strategy': 'steps', 'training.eval_steps': 50 },
    },
  },
})
