/** MLPerf wants ten runs, each with a seed of its own. */
import { trainingRules } from '../../lookup/closed-division.ts'
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const mlperfFixedSeed = rule({
  id: 'mlperf/fixed-seed',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [
    trainingRules(166),
    trainingRules(179),
    page(
      'https://github.com/mlcommons/logging/blob/7bbf792686936919201796120b970dd820331099/mlperf_logging/package_checker/seed_checker.py',
      '2026-11-28',
    ),
  ],
  reads: {
    options: ['training.seed'],
    files: ['launch-script', 'axolotl', 'llama-factory', 'trl'],
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const file of argumentFiles(set, ['launch-script', 'trl', 'llama-factory', 'axolotl'])) {
        const one = told(file, 'seed')
        if (one && /^\d+$/.test(one.text)) yield { spot: one.spot, facts: { value: Number(one.text) } }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --max_grad_norm 0.3 --weight_decay 0.0001 --seed 42\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --max_grad_norm 0.3 --weight_decay 0.0001 --seed "$RANDOM"\n',
      },
    },
  },
})
