/** A top-level key that Accelerate does not know: it refuses the whole file. */
import { nearest } from '../../config.ts'
import { acceleratesOf, entry, isFlag, nameOf, spot, writtenName } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { clusterKeys } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const accelerateUnknownKey = rule({
  id: 'accelerate/unknown-key',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:154')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const known = clusterKeys(set.versions.accelerate)
      for (const { file, root } of acceleratesOf(set)) {
        for (const one of root.entries.values()) {
          const name = nameOf(one)
          if (name !== undefined && (known.has(name) || isFlag(name, set.versions.accelerate))) continue
          const meant =
            name === undefined
              ? undefined
              : nearest(
                  name,
                  [...known].filter((key) => !entry(root, key)),
                )[0]
          yield {
            spot: spot(file, writtenName(one), one),
            facts: { key: writtenName(one), meant: meant ?? '' },
            ...(meant !== undefined && name !== undefined && { fix: [{ path: [name], rename: meant }] }),
          }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_procesess: 8\nnum_processes: 8\nmixed_precison: bf16\n',
      },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n' },
    },
  },
})
