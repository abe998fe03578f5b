/** A key inside a section wins over the same key outside. */
import { sections } from '../../launcher-arguments.ts'
import { acceleratesOf, entry, hit, nameOf, shown } from '../../lookup/keys.ts'
import { pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { clusterKeys } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const accelerateSectionOverridesKey = rule({
  id: 'accelerate/section-overrides-key',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1276')],
  reads: {
    options: ['deepspeed.zero_stage'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const section of sections) {
          const held = entry(root, section)?.value
          if (held?.kind !== 'mapping') continue
          for (const one of held.entries.values()) {
            const name = nameOf(one)
            const top = name === undefined ? undefined : entry(root, name)
            if (
              name === undefined ||
              !top ||
              !clusterKeys(set.versions.accelerate).has(name) ||
              name === 'dynamo_backend'
            )
              continue
            if (pythonText(top.value) === pythonText(one.value)) continue
            yield hit(file, { path: `${section}.${name}`, entry: one }, { top: shown(file, top), line: top.keyAt.line })
          }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  num_processes: 4\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
