/** The reference's script takes warm-up as a share of the steps, and a share of nothing is nothing. */
import { page } from '../source.ts'
import { rule } from './rule.ts'

export const warmupStepsWithoutAnEnd = rule({
  id: 'warmup-steps-without-an-end',
  severity: 'warning',
  about: ['training.warmup_steps', 'training.max_steps', 'output.trainer'],
  sources: [page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py')],
  seen: 'never',
  check: ({ config }) =>
    config['output.trainer'] === 'mlperf' && config['training.warmup_steps'] >= 1 && config['training.max_steps'] <= 0
      ? { warmup: config['training.warmup_steps'] }
      : undefined,
  fix: () => ({ 'training.warmup_steps': null }),
  example: {
    bad: { 'output.trainer': 'mlperf', 'training.warmup_steps': 100 },
    good: { 'output.trainer': 'mlperf', 'training.warmup_steps': 100, 'training.max_steps': 1024 },
  },
})
