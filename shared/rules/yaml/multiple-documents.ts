/** A second YAML document: `safe_load` takes exactly one. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlMultipleDocuments = rule({
  id: 'yaml/multiple-documents',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:150')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        for (const one of file.reading.findings) {
          if (one.problem !== 'several-documents') continue
          yield { spot: { file, key: '', at: one.at, end: one.at.offset + 3 }, facts: { line: one.at.line } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n---\nmixed_precision: bf16\n' },
      good: { 'accelerate.yaml': '---\ndistributed_type: MULTI_GPU\nnum_processes: 8\n' },
    },
  },
})
