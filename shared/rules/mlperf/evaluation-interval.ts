/** MLPerf wants an evaluation every 384 sequences, rounded up to whole steps. */
import { globalBatch, reference, saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { rule } from '../rule.ts'

export const mlperfEvaluationInterval = rule({
  id: 'mlperf/evaluation-interval',
  severity: 'error',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(443), trainingRules(452), reference('scripts/train.py')],
  reads: {
    options: [
      'hardware.gpus_per_machine',
      'hardware.machines',
      'training.eval_steps',
      'training.eval_strategy',
      'training.gradient_accumulation_steps',
      'training.per_device_train_batch_size',
    ],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      const batch = globalBatch(set)
      if (batch === undefined) return
      const must = Math.ceil(384 / batch)
      for (const { key, value, spot } of saidOf(set, 'training.eval_steps'))
        if (typeof value === 'number' && value !== must) yield { spot, facts: { key, value, batch, must } }
      for (const { key, value, spot } of saidOf(set, 'training.eval_strategy'))
        if (value === 'no' || value === 'epoch')
          yield { spot, facts: { key, value, batch, must: `steps, eval_steps ${must}` } }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --multi_gpu --num_processes 8 train.py --per_device_train_batch_size 1 --gradient_accumulation_steps 1 --max_grad_norm 0.3 --eval_strategy steps --eval_steps 100\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --multi_gpu --num_processes 8 train.py --per_device_train_batch_size 1 --gradient_accumulation_steps 1 --max_grad_norm 0.3 --eval_strategy steps --eval_steps 48\n',
      },
    },
  },
})
