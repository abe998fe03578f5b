/** A run that ends before its first checkpoint is due. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

/** A shorter run is a trial, of which nobody misses a checkpoint. */
const leastSteps = 50
const half = (steps: number): number => Math.max(1, Math.ceil(steps / 2))

export const trainerNoCheckpoint = rule({
  id: 'trainer/no-checkpoint',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [transformers('src/transformers/trainer_callback.py:587')],
  reads: {
    options: ['training.save_steps', 'training.max_steps', 'training.save_strategy', 'output.trainer'],
  },
  run: {
    check: ({ config }) =>
      config['output.trainer'] !== 'mlperf' &&
      config['training.save_strategy'] === 'steps' &&
      config['training.max_steps'] >= leastSteps &&
      config['training.save_steps'] > config['training.max_steps']
        ? {
            save: config['training.save_steps'],
            steps: config['training.max_steps'],
            half: half(config['training.max_steps']),
          }
        : undefined,
    fix: ({ config }) => ({ 'training.save_steps': half(config['training.max_steps']) }),
    example: {
      bad: { 'training.max_steps': 100, 'training.save_steps': 500 },
      good: { 'training.max_steps': 100, 'training.save_steps': 50 },
    },
  },
})
