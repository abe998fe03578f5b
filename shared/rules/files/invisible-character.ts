/** Marks without width, or that turn the direction of writing: what is read is not what is seen. */
import { placeIn } from '../../python/yaml/node.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const filesInvisibleCharacter = rule({
  id: 'files/invisible-character',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://trojansource.codes/', '2026-11-24')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        const match = /[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]|(?!^)\ufeff/.exec(file.text)
        if (!match || file.reading.document?.refused) continue
        const at = placeIn(file.text, match.index)
        const code = file.text.charCodeAt(match.index).toString(16).toUpperCase().padStart(4, '0')
        yield { spot: { file, key: '', at, end: match.index + 1 }, facts: { character: `U+${code}`, line: at.line } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\nmain_training_function: 'main\u200b'\n",
      },
      good: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\nmain_training_function: 'main'\n" },
    },
  },
})
