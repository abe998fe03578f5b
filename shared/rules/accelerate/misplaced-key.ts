/** A key of a section at the top level: Accelerate refuses the whole file. */
import { fields } from '../../fields/index.ts'
import { acceleratesOf, entry, isFlag, nameOf, spot } from '../../lookup/keys.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { clusterKeys } from '../../tools/names.ts'
import { rule } from '../rule.ts'

const homes = new Map<string, string>()
for (const field of Object.values(fields)) {
  const name: string | undefined = 'emits' in field ? (field.emits as { accelerate?: string }).accelerate : undefined
  const [section, key] = name?.split('.') ?? []
  if (section !== undefined && key !== undefined) homes.set(key, section)
}

export const accelerateMisplacedKey = rule({
  id: 'accelerate/misplaced-key',
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
      for (const { file, root } of acceleratesOf(set)) {
        for (const one of root.entries.values()) {
          const name = nameOf(one)
          if (
            name === undefined ||
            clusterKeys(set.versions.accelerate).has(name) ||
            !isFlag(name, set.versions.accelerate)
          )
            continue
          const section = homes.get(name)
          const scalar = one.value.kind === 'scalar' ? one.value.value : undefined
          // What stands behind the value on its line, such as a comment, would get lost.
          const alone = /^[ \t]*(?:\r?\n|$)/.test(file.text.slice(one.value.end))
          const fix: Change[] | undefined =
            section !== undefined && scalar && alone && !entry(root, section, name)
              ? [
                  { path: [section, name], value: scalar },
                  { path: [name], remove: true },
                ]
              : undefined
          yield { spot: spot(file, name, one), facts: { key: name, section: section ?? '' }, ...(fix && { fix }) }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nzero_stage: 3\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero3_init_flag: true\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  zero3_init_flag: true\n',
      },
    },
  },
})
