/** A key of a section that is nearly one the launcher knows: it is copied, and nobody reads it. */
import { acceleratesOf, entry, spot } from '../../lookup/keys.ts'
import { meantBy, strangers } from '../../lookup/unknown-keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateMisspelledKey = rule({
  id: 'accelerate/misspelled-key',
  severity: 'error',
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
          const meant = meantBy(section, name)
          if (meant === undefined) continue
          const free = !entry(root, section, meant)
          yield {
            spot: spot(file, `${section}.${name}`, one),
            facts: { key: name, section, meant },
            ...(free && { fix: [{ path: [section, name], rename: meant }] }),
          }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  offload_param_dvice: cpu\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  offload_param_device: cpu\n',
      },
    },
  },
})
