/** MLPerf's run is over when the evaluation loss is 0.925 or less. */
import { saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const mlperfLossTarget = rule({
  id: 'mlperf/loss-target',
  severity: 'error',
  stage: 'later',
  consequence: 'quiet',
  sources: [
    trainingRules(149),
    page(
      'https://github.com/mlcommons/logging/blob/7bbf792686936919201796120b970dd820331099/mlperf_logging/compliance_checker/training_6.1.0/closed_llama2_70b_lora.yaml',
      '2026-11-28',
    ),
  ],
  reads: {
    options: ['output.target_eval_loss'],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const { key, value, spot } of saidOf(set, 'output.target_eval_loss'))
        if (typeof value === 'number' && value > 0.925) yield { spot, facts: { key, value } }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml scripts/train.py --use_peft_lora True --lora_r 16 --lora_alpha 32 --lora_dropout 0.1 --max_grad_norm 0.3 --weight_decay 0.0001 --target_eval_loss 0.95\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml scripts/train.py --use_peft_lora True --lora_r 16 --lora_alpha 32 --lora_dropout 0.1 --max_grad_norm 0.3 --weight_decay 0.0001 --target_eval_loss 0.925\n',
      },
    },
  },
})
