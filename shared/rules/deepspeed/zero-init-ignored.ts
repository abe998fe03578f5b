/** Cutting weights while they are loaded is a matter of stage 3. */
import { acceleratesOf, argument, hit, jsonOf, launcherOf, path } from '../../lookup/keys.ts'
import { numberOf, pythonText, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedZeroInitIgnored = rule({
  id: 'deepspeed/zero-init-ignored',
  severity: 'hint',
  stage: 'worker',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1337-1339')],
  reads: {
    options: ['deepspeed.zero3_init_flag'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const [one, stage] = [argument(root, 'zero3_init_flag'), argument(root, 'zero_stage')]
        if (launcherOf(root) !== 'deepspeed' || !one || jsonOf(root) !== undefined) continue
        if (truthOf(pythonText(one.entry.value)) !== true) continue
        // Without the key the stage is 2.
        const value = stage ? numberOf(stage.entry.value) : 2
        if (value === undefined || value >= 3) continue
        yield hit(file, one, { stage: value }, [{ path: path(one.path), value: false }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero3_init_flag: true\n  zero_stage: 2\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero3_init_flag: true\n  zero_stage: 3\n',
      },
    },
  },
})
