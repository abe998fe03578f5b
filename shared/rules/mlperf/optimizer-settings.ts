/** MLPerf's closed division keeps the reference's optimizer: AdamW, with its constants, and a cosine schedule. */
import { reference, saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { stringOf } from '../../python/values.ts'
import { rule } from '../rule.ts'

/** Of these the training rules say nothing, so that those of the reference's script count. */
const constants = { adam_beta1: 0.9, adam_beta2: 0.999, adam_epsilon: 1e-8 } as const

export const mlperfOptimizerSettings = rule({
  id: 'mlperf/optimizer-settings',
  severity: 'error',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(289), trainingRules(352), trainingRules(360), reference('run_llama_70B_scrolls_r16.sh')],
  reads: {
    options: ['training.lr_scheduler_type'],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const { key, value, spot } of saidOf(set, 'training.optim'))
        if (!/adamw/.test(String(value))) yield { spot, facts: { key, value: String(value), must: 'adamw_torch' } }
      for (const { key, value, spot } of saidOf(set, 'training.lr_scheduler_type'))
        if (value !== 'cosine') yield { spot, facts: { key, value: String(value), must: 'cosine' } }
      for (const file of argumentFiles(set)) {
        for (const [key, must] of Object.entries(constants)) {
          const one = told(file, key)
          if (one && Number.isFinite(Number(one.text)) && Number(one.text) !== must)
            yield { spot: one.spot, facts: { key, value: one.text, must } }
        }
      }
      for (const { file, root } of jsonsOf(set)) {
        const [optimizer, schedule] = [entry(root, 'optimizer', 'type'), entry(root, 'scheduler', 'type')]
        if (optimizer && stringOf(optimizer.value)?.toLowerCase() !== 'adamw')
          yield hit(file, { path: 'optimizer.type', entry: optimizer }, { must: 'AdamW' })
        if (schedule && stringOf(schedule.value) !== 'WarmupCosineLR')
          yield hit(file, { path: 'scheduler.type', entry: schedule }, { must: 'WarmupCosineLR' })
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --max_grad_norm 0.3 --weight_decay 0.0001 --lr_scheduler_type linear\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --max_grad_norm 0.3 --weight_decay 0.0001 --lr_scheduler_type cosine\n',
      },
    },
  },
})
