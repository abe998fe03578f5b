/** A file that was asked for by name, and of whose names hardly one is known to any tool. */
import { beginning } from '../../lookup/keys.ts'
import { unknownKind } from '../../readers/unknown-kind.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const filesUnknownType = rule({
  id: 'files/unknown-type',
  severity: 'hint',
  stage: 'reading',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:45')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        // A file that can't be parsed has a finding that says more.
        const parsed = !file.reading.findings.some(({ refused }) => refused)
        if (file.reading.kind === unknownKind && parsed) yield { spot: beginning(file), facts: {} }
      }
    },
    example: {
      bad: { 'config.yaml': 'model:\n  name: gpt2\ntraining:\n  epochs: 3\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
    },
  },
})
