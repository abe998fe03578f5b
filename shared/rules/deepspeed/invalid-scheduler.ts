/** A schedule in the JSON that DeepSpeed does not know, or that lacks an argument or has one too many. */
import { nearest } from '../../config.ts'
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit, nameOf, spot } from '../../lookup/keys.ts'
import { numberOf, stringOf, typeOf } from '../../python/values.ts'
import { deepspeed } from '../../source.ts'
import { satisfies } from '../../versions.ts'
import { rule } from '../rule.ts'

const list = (text: string): readonly string[] => text.split(' ')

/** Schedules of DeepSpeed 0.19.6: arguments that must be there, and all of them (runtime/lr_schedules.py). */
const schedules: Readonly<Record<string, readonly [must: readonly string[], may: readonly string[]]>> = {
  LRRangeTest: [
    [],
    list(
      'lr_range_test_min_lr lr_range_test_step_size lr_range_test_step_rate lr_range_test_staircase last_batch_iteration',
    ),
  ],
  OneCycle: [
    ['cycle_min_lr', 'cycle_max_lr'],
    list(
      'cycle_min_lr cycle_max_lr decay_lr_rate cycle_first_step_size cycle_second_step_size cycle_first_stair_count ' +
        'cycle_second_stair_count decay_step_size cycle_momentum cycle_min_mom cycle_max_mom decay_mom_rate ' +
        'last_batch_iteration',
    ),
  ],
  WarmupLR: [[], list('warmup_min_lr warmup_max_lr warmup_num_steps warmup_type last_batch_iteration')],
  WarmupDecayLR: [
    ['total_num_steps'],
    list('total_num_steps warmup_min_lr warmup_max_lr warmup_num_steps warmup_type last_batch_iteration'),
  ],
  WarmupCosineLR: [
    ['total_num_steps'],
    list('total_num_steps warmup_min_ratio warmup_num_steps cos_min_ratio warmup_type last_batch_iteration'),
  ],
}

export const deepspeedInvalidScheduler = rule({
  id: 'deepspeed/invalid-scheduler',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/engine.py:1684-1699'), deepspeed('deepspeed/runtime/lr_schedules.py:24')],
  reads: {
    options: ['training.lr_scheduler_type'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const type = entry(root, 'scheduler', 'type')
        const name = stringOf(type?.value)
        if (!type || name === undefined) continue
        const known = Object.hasOwn(schedules, name) ? schedules[name] : undefined
        if (!known) {
          const meant = nearest(name, Object.keys(schedules))[0]
          yield hit(
            file,
            { path: 'scheduler.type', entry: type },
            { wanted: Object.keys(schedules) },
            meant === undefined ? undefined : [{ path: ['scheduler', 'type'], value: meant }],
          )
          continue
        }
        const params = entry(root, 'scheduler', 'params')
        const [must, may] = known
        const missing = must.filter((key) => !entry(root, 'scheduler', 'params', key))
        if (missing.length > 0) {
          yield {
            spot: params ? spot(file, 'scheduler.params', params) : spot(file, 'scheduler.type', type),
            facts: { key: 'scheduler.type', value: name, wanted: missing.map((one) => `scheduler.params.${one}`) },
            ...(params?.value.kind === 'mapping' &&
              missing[0] === 'total_num_steps' && {
                fix: [{ path: ['scheduler', 'params', 'total_num_steps'], value: 'auto' }],
              }),
          }
          continue
        }
        if (params?.value.kind !== 'mapping') continue
        for (const one of params.value.entries.values()) {
          const key = nameOf(one) ?? ''
          const path = `scheduler.params.${key}`
          if (!may.includes(key)) yield hit(file, { path, entry: one }, { wanted: may.slice(0, -1) })
          // DeepSpeed 0.19.6 counts warm-up in whole steps from 1; before, it took 2 in their place.
          else if (
            key === 'warmup_num_steps' &&
            typeOf(one.value) !== 'str' &&
            (numberOf(one.value) ?? 1) < 1 &&
            satisfies(set.versions.deepspeed, '>=0.19.6')
          )
            yield hit(file, { path, entry: one }, { wanted: ['1, 2, 3 …'] })
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "scheduler": {"type": "WarmupDecayLR", "params": {"warmup_num_steps": "auto"}}}\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "scheduler": {"type": "WarmupDecayLR", "params": {"warmup_num_steps": "auto", "total_num_steps": "auto"}}}\n',
      },
    },
  },
})
