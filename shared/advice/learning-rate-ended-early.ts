/** The learning rate is 0 although many steps are left: the schedule was made for a shorter run. */
import { transformers } from '../source.ts'
import { lastInARow } from '../training/statistics.ts'
import { adviceRule } from './advice.ts'

const least = 5

export const learningRateEndedEarly = adviceRule({
  id: 'learning-rate-ended-early',
  severity: 'error',
  sources: [transformers('src/transformers/optimization.py')],
  check: ({ history }) => {
    const known = history.points.filter(({ learningRate }) => learningRate !== null)
    const zeros = lastInARow(known, ({ learningRate }) => learningRate === 0)
    if (zeros < least || zeros === known.length) return undefined
    const first = known[known.length - zeros]?.step ?? 0
    const total = history.totalSteps
    // The last logged step of a linear schedule is 0 as well.
    if (total !== null && first > 0.95 * total) return undefined
    return { certainty: 'measured', facts: { step: first, total: total ?? history.step, count: zeros }, changes: [] }
  },
})
