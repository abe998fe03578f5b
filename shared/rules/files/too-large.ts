/** Aliases that multiply, or a depth or length that no configuration has. */
import { page } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const filesTooLarge = fileRule({
  id: 'files/too-large',
  severity: 'error',
  judge: 'opinion',
  seen: 'load',
  sources: [page('https://en.wikipedia.org/wiki/Billion_laughs_attack', '2026-11-24')],
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
})
