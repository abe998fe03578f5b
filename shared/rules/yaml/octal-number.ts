/** A zero in front makes the number octal. */
import { spot } from '../../lookup/keys.ts'
import { scalarsOf } from '../../lookup/nodes.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlOctalNumber = rule({
  id: 'yaml/octal-number',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://yaml.org/type/int.html', '2026-11-24')],
  reads: {
    options: ['accelerate.num_processes'],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const { file, entry: one, path: key, node } of scalarsOf(set)) {
        const { value } = node
        if (value.type !== 'int' || !/^[-+]?0[0-7_]*[1-7]/.test(node.text)) continue
        yield {
          spot: spot(file, key, one),
          facts: { key, written: node.text, value: Number(value.value) },
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 010\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 10\n' },
    },
  },
})
