/** Keys that Accelerate still converts from files of years ago. */
import { acceleratesOf, entry, spot } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const now = { fp16: 'mixed_precision', dynamo_backend: 'dynamo_config' } as const

export const accelerateDeprecatedKey = rule({
  id: 'accelerate/deprecated-key',
  severity: 'hint',
  stage: 'reading',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:115')],
  reads: {
    options: ['accelerate.dynamo_backend', 'accelerate.fp16', 'accelerate.mixed_precision'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const [name, meant] of Object.entries(now)) {
          const one = entry(root, name)
          if (one && (name !== 'dynamo_backend' || stringOf(one.value) !== undefined))
            yield { spot: spot(file, name, one), facts: { key: name, meant } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nfp16: true\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp16\n' },
    },
  },
})
