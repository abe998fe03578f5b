/** PyYAML does not get past something in the file. */
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

const own = new Set(['character', 'encoding', 'several-documents', 'alias-bomb', 'too-deep', 'too-large'])

export const yamlSyntaxError = rule({
  id: 'yaml/syntax-error',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/commands/config/config_args.py:150'),
    page('https://pyyaml.org/wiki/PyYAMLDocumentation', '2026-11-24'),
  ],
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
        if (file.reading.language !== 'yaml') continue
        for (const one of file.reading.findings) {
          if (!one.refused || own.has(one.problem) || file.text[one.at.offset] === '\t') continue
          yield {
            spot: { file, key: '', at: one.at, end: one.at.offset + 1 },
            facts: { line: one.at.line, detail: one.detail },
          }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: 'MULTI_GPU\nnum_processes: 8\n" },
      good: { 'accelerate.yaml': "distributed_type: 'MULTI_GPU'\nnum_processes: 8\n" },
    },
  },
})
