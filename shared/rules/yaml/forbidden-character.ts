/** Control characters, or bytes that are no text: PyYAML reads none of the file. */
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlForbiddenCharacter = rule({
  id: 'yaml/forbidden-character',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    page('https://github.com/yaml/pyyaml/blob/6.0.3/lib/yaml/reader.py#L139', '2026-11-24'),
    accelerate('src/accelerate/commands/config/config_args.py:54'),
  ],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        for (const one of file.reading.findings) {
          if (one.problem !== 'character' && one.problem !== 'encoding') continue
          yield {
            spot: { file, key: '', at: one.at, end: one.at.offset + 1 },
            facts: { line: one.at.line, detail: one.detail },
          }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8 # \u001b[1m\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8 # bold\n' },
    },
  },
})
