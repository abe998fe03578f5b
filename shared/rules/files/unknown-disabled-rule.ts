/** A comment that switches off a rule that there is not: what was meant is still reported. */
import { nearest } from '../../config.ts'
import { page } from '../../source.ts'
import { switchesIn } from '../../suppress.ts'
import { rule } from '../rule.ts'

export const filesUnknownDisabledRule = rule({
  id: 'files/unknown-disabled-rule',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('docs/en/commands/check.md', '2026-11-28')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files, rules }) {
      for (const file of files) {
        for (const { rules: named, at, end } of switchesIn(file)) {
          const unknown = named.filter((id) => !rules.has(id))
          if (unknown.length === 0) continue
          const meant = unknown.flatMap((id) => nearest(id, [...rules]).slice(0, 1))
          yield { spot: { file, key: '', at, end }, facts: { rules: unknown, meant: meant.join(', ') } }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml': '# lora-wizard-disable clippin-off\ndistributed_type: MULTI_GPU\nnum_processes: 8\n',
      },
      good: {
        'accelerate.yaml':
          '# lora-wizard-disable trainer/clipping-disabled -- on purpose\ndistributed_type: MULTI_GPU\nnum_processes: 8\n',
      },
    },
  },
})
