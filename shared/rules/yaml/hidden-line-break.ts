/** A line end that PyYAML takes for one, and editors and other tools do not. */
import { placeIn } from '../../python/yaml/node.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlHiddenLineBreak = rule({
  id: 'yaml/hidden-line-break',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://yaml.org/spec/1.1/#b-char', '2026-11-24')],
  reads: {
    options: [],
    files: [
      'accelerate',
      'axolotl',
      'llama-factory',
      'ms-swift',
      'llama-factory-export',
      'axolotl-merge',
      'ms-swift-export',
      'trl',
      'lora-wizard',
      'unknown',
    ],
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        if (file.reading.language !== 'yaml' || file.reading.document?.refused) continue
        const match = /\r(?!\n)|[\x85\u2028\u2029]/.exec(file.text)
        if (!match) continue
        const at = placeIn(file.text, match.index)
        const code = file.text.charCodeAt(match.index).toString(16).toUpperCase().padStart(4, '0')
        yield { spot: { file, key: '', at, end: match.index + 1 }, facts: { character: `U+${code}`, line: at.line } }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU # all of them\u2028num_processes: 8\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU # all of them\nnum_processes: 8\n' },
    },
  },
})
