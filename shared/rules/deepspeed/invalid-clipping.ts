/** A clipping threshold that is no number. */
import { argument, entry, hit, jsonOf, launchedOf, launcherOf, treesOf } from '../../lookup/keys.ts'
import { isNumber, pythonText, stringOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInvalidClipping = rule({
  id: 'deepspeed/invalid-clipping',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1233')],
  reads: {
    options: ['deepspeed.gradient_clipping'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'gradient_clipping')
        if (
          !one ||
          launcherOf(root) !== 'deepspeed' ||
          jsonOf(root) !== undefined ||
          typeOf(one.entry.value) === 'null'
        )
          continue
        const text = pythonText(one.entry.value).toLowerCase()
        if (text !== 'auto' && !isNumber(text)) yield hit(file, one)
      }
      for (const { file, root } of treesOf(set, 'deepspeed')) {
        const one = entry(root, 'gradient_clipping')
        if (!one || ['int', 'float', 'null'].includes(typeOf(one.value)) || stringOf(one.value) === 'auto') continue
        yield hit(file, { path: 'gradient_clipping', entry: one })
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: off\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 0.3\n',
      },
    },
  },
})
