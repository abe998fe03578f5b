/** A key of a section that nothing reads. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, spot } from './look.ts'
import { deepspeedKeys } from './names.ts'
import { meantBy, strangers } from './strangers.ts'

export const unknownKeyInASection = fileRule({
  id: 'unknown-key-in-a-section',
  severity: 'warning',
  judge: 'training',
  seen: 'never',
  sources: [accelerate('src/accelerate/commands/launch.py:1266')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      for (const { section, name, one } of strangers(root)) {
        if (meantBy(section, name) !== undefined || (section === 'deepspeed_config' && deepspeedKeys.has(name)))
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
})
