/** A tab where YAML 1.1 wants blanks. */
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlTabCharacter = rule({
  id: 'yaml/tab-character',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/commands/config/config_args.py:150'),
    page('https://yaml.org/spec/1.1/#indentation%20space/', '2026-11-24'),
  ],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        for (const one of file.reading.findings) {
          if (file.reading.language !== 'yaml' || !one.refused || file.text[one.at.offset] !== '\t') continue
          yield { spot: { file, key: '', at: one.at, end: one.at.offset + 1 }, facts: { line: one.at.line } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n\tfsdp_version: 2\n' },
      good: { 'accelerate.yaml': 'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n' },
    },
  },
})
