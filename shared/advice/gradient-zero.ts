/** The gradient norm is exactly 0 at step after step: nothing is trained. */
import { page } from '../source.ts'
import { lastInARow } from '../training/statistics.ts'
import { adviceRule } from './advice.ts'

/** One zero may be a step of masked rows alone. */
const least = 3

export const gradientZero = adviceRule({
  id: 'gradient-zero',
  severity: 'error',
  sources: [page('https://github.com/huggingface/peft/issues/899', '2026-12-01')],
  check: ({ history }) => {
    const known = history.points.filter(({ gradNorm }) => gradNorm !== null)
    const zeros = lastInARow(known, ({ gradNorm }) => gradNorm === 0)
    if (zeros < least) return undefined
    const first = known[known.length - zeros]
    const from = known.length === zeros
    return { certainty: 'measured', facts: { count: zeros, step: first?.step ?? 0, always: from }, changes: [] }
  },
})
