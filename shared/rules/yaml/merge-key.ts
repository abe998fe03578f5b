/** `<<` works here, and not in tools that read YAML 1.2. */
import { spot } from '../../lookup/keys.ts'
import { nodesOf } from '../../lookup/nodes.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlMergeKey = rule({
  id: 'yaml/merge-key',
  severity: 'hint',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://yaml.org/type/merge.html', '2026-11-24')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const { file, entry: one, path: key } of nodesOf(set)) {
        if (one.key.tag !== 'tag:yaml.org,2002:merge') continue
        yield { spot: spot(file, key, one), facts: { line: one.keyAt.line } }
      }
    },
    example: {
      bad: { 'accelerate.yaml': "<<: {num_machines: 1}\ndistributed_type: 'NO'\n" },
      good: { 'accelerate.yaml': "num_machines: 1\ndistributed_type: 'NO'\n" },
    },
  },
})
