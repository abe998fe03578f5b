/** Keys below a name that takes one value: Accelerate copies the keys and leaves the name at its default. */
import { sections } from '../../launcher-arguments.ts'
import { acceleratesOf, nameOf, spot } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { clusterKeys } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const accelerateUnexpectedMapping = rule({
  id: 'accelerate/unexpected-mapping',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1266')],
  reads: {
    options: ['accelerate.main_training_function'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const one of root.entries.values()) {
          const name = nameOf(one)
          if (name === undefined || one.value.kind !== 'mapping' || !clusterKeys(set.versions.accelerate).has(name))
            continue
          if ((sections as readonly string[]).includes(name)) continue
          yield { spot: spot(file, name, one), facts: { key: name } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nmain_training_function:\n  main: true\n" },
      good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nmain_training_function: main\n" },
    },
  },
})
