/** A number or a truth value as a key of a section. */
import { sections } from '../../launcher-arguments.ts'
import { acceleratesOf, entry, nameOf, spot, writtenName } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateInvalidSectionKey = rule({
  id: 'accelerate/invalid-section-key',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:1269')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const section of sections) {
          const held = entry(root, section)?.value
          if (held?.kind !== 'mapping') continue
          for (const one of held.entries.values()) {
            if (nameOf(one) !== undefined) continue
            yield { spot: spot(file, `${section}.${writtenName(one)}`, one), facts: { key: writtenName(one), section } }
          }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  3: zero_stage\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
