/** The evaluation loss rises at several evaluations in a row while the training loss still falls. */
import { transformers } from '../source.ts'
import { column, median, rounded } from '../training/statistics.ts'
import { adviceRule, type Change } from './advice.ts'

const inARow = 3
/** A rise smaller than this is noise of an evaluation. */
const least = 0.01

export const overfitting = adviceRule({
  id: 'overfitting',
  severity: 'warning',
  sources: [transformers('src/transformers/trainer_callback.py')],
  check: ({ history, run }) => {
    const evaluations = history.evaluations.filter(({ loss }) => loss !== null && Number.isFinite(loss))
    const losses = evaluations.map(({ loss }) => loss as number)
    if (losses.length < inARow + 1) return undefined
    let rises = 0
    while (rises + 1 < losses.length && (losses.at(-1 - rises) as number) > (losses.at(-2 - rises) as number)) rises++
    const best = Math.min(...losses)
    const last = losses.at(-1) as number
    if (rises < inARow || last < best * (1 + least)) return undefined
    const at = evaluations[losses.indexOf(best)]?.step ?? 0
    const since = column(
      history.points.filter(({ step }) => step >= at),
      'loss',
    )
    if (since.length < 4) return undefined
    const half = Math.floor(since.length / 2)
    // If both rise, the run diverges instead.
    if (median(since.slice(half)) > median(since.slice(0, half))) return undefined
    const changes: Change[] = run && at > 0 ? [{ key: 'training.max_steps', value: at }] : []
    return { certainty: 'measured', facts: { best: rounded(best), step: at, last: rounded(last), rises }, changes }
  },
})
