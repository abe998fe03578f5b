/** Only the value true turns it on: `yes` in quotes and 1 do not. */
import { argument, hit, jsonOf, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInvalid16bitSave = rule({
  id: 'deepspeed/invalid-16bit-save',
  severity: 'error',
  stage: 'later',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1255')],
  reads: {
    options: ['deepspeed.zero3_save_16bit_model'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'zero3_save_16bit_model')
        if (!one || launcherOf(root) !== 'deepspeed' || jsonOf(root) !== undefined) continue
        const text = pythonText(one.entry.value).toLowerCase()
        if (text !== 'true' && truthOf(text) === true) yield hit(file, one, {}, [{ path: path(one.path), value: true }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          "distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  zero3_save_16bit_model: 'yes'\n",
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  zero3_save_16bit_model: true\n',
      },
    },
  },
})
