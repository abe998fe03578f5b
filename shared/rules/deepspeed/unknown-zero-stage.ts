/** ZeRO has the stages 0, 1, 2 and 3. */
import { argument, hit, jsonOf, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { isWhole, pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedUnknownZeroStage = rule({
  id: 'deepspeed/unknown-zero-stage',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1238'), deepspeed('deepspeed/runtime/zero/config.py:77')],
  reads: {
    options: ['deepspeed.zero_stage'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'zero_stage')
        if (
          !one ||
          launcherOf(root) !== 'deepspeed' ||
          jsonOf(root) !== undefined ||
          typeOf(one.entry.value) === 'null'
        )
          continue
        const text = pythonText(one.entry.value)
        if (isWhole(text) && [0, 1, 2, 3].includes(Number(text))) continue
        const number = Math.round(Number(text))
        const fix: Change[] | undefined = [0, 1, 2, 3].includes(number)
          ? [{ path: path(one.path), value: number }]
          : undefined
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 4\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
