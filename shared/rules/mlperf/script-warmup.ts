/** The reference's train.py knows warm-up only as a share of all steps. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const mlperfScriptWarmup = rule({
  id: 'mlperf/script-warmup',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py', '2026-11-24')],
  reads: {
    options: ['training.warmup_steps', 'training.max_steps', 'output.trainer'],
  },
  run: {
    check: ({ config }) =>
      config['output.trainer'] === 'mlperf' && config['training.warmup_steps'] >= 1 && config['training.max_steps'] <= 0
        ? { steps: config['training.warmup_steps'] }
        : undefined,
    fix: () => ({ 'training.warmup_steps': null }),
    example: {
      bad: { 'output.trainer': 'mlperf', 'training.warmup_steps': 100, 'training.max_steps': -1 },
      good: { 'output.trainer': 'mlperf', 'training.warmup_steps': 100, 'training.max_steps': 1024 },
    },
  },
})
