/** A number of accumulation steps that cannot be counted. */
import { argument, hit, jsonOf, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInvalidAccumulationSteps = rule({
  id: 'deepspeed/invalid-accumulation-steps',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1229'),
    transformers('src/transformers/integrations/deepspeed.py:147'),
  ],
  reads: {
    options: ['deepspeed.gradient_accumulation_steps'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'gradient_accumulation_steps')
        if (
          !one ||
          launcherOf(root) !== 'deepspeed' ||
          jsonOf(root) !== undefined ||
          typeOf(one.entry.value) === 'null'
        )
          continue
        const text = pythonText(one.entry.value)
        if (text === 'auto' || (/^\d+$/.test(text) && Number(text) > 0)) continue
        const number = Number(text)
        const fix: Change[] | undefined =
          Number.isInteger(number) && number > 0 ? [{ path: path(one.path), value: number }] : undefined
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  gradient_accumulation_steps: 4.0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  gradient_accumulation_steps: 4\n',
      },
    },
  },
})
