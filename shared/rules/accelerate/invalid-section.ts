/** A section that holds no keys. */
import { sections } from '../../launcher-arguments.ts'
import { acceleratesOf, entry, launcherOf, shown, spot } from '../../lookup/keys.ts'
import { isTrue, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateInvalidSection = rule({
  id: 'accelerate/invalid-section',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1269'), accelerate('src/accelerate/commands/launch.py:1394')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const name of sections) {
          const one = entry(root, name)
          if (!one || one.value.kind === 'mapping' || typeOf(one.value) === 'null') continue
          // Only DeepSpeed's section is looked into before the workers start; an empty one of another kind loses nothing.
          if (!isTrue(one.value) && (name !== 'deepspeed_config' || launcherOf(root) !== 'deepspeed')) continue
          yield { spot: spot(file, name, one), facts: { key: name, value: shown(file, one) } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config: ds_config.json\n' },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 2\n',
      },
    },
  },
})
