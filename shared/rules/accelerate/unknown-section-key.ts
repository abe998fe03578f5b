/** A key of a section that nothing reads. */
import { acceleratesOf, spot } from '../../lookup/keys.ts'
import { jsonName, meantBy, strangers } from '../../lookup/unknown-keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateUnknownSectionKey = rule({
  id: 'accelerate/unknown-section-key',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1266')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const { section, name, one } of strangers(root)) {
          if (meantBy(section, name) !== undefined || jsonName(section, name, set.versions.deepspeed) !== undefined)
            continue
          yield { spot: spot(file, `${section}.${name}`, one), facts: { key: name, section } }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  shard_everything: true\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
