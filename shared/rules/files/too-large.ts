/** Aliases that multiply, or a depth or length that no configuration has. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const filesTooLarge = rule({
  id: 'files/too-large',
  severity: 'error',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://en.wikipedia.org/wiki/Billion_laughs_attack', '2026-11-24')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        for (const one of file.reading.findings) {
          if (!one.refused || !['alias-bomb', 'too-deep', 'too-large'].includes(one.problem)) continue
          yield { spot: { file, key: '', at: one.at, end: one.at.offset + 1 }, facts: { detail: one.detail } }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml': `distributed_type: NO_ONE\na: &a [${'x, '.repeat(80)}x]\nb: &b [${'*a, '.repeat(80)}*a]\nc: [${'*b, '.repeat(80)}*b]\n`,
      },
      good: { 'accelerate.yaml': "distributed_type: 'NO'\n" },
    },
  },
})
