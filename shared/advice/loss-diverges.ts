/** The loss rises far above its best level and stays there. */
import { page } from '../source.ts'
import { column, median, pieces, rounded } from '../training/statistics.ts'
import { adviceRule, type Change } from './advice.ts'

const pieceCount = 10
const leastPoints = 40
/** Ratio of the last tenths to the best one: beyond what noise of a batch does to a median. */
const ratio = 1.3

export const lossDiverges = adviceRule({
  id: 'loss-diverges',
  severity: 'error',
  sources: [page('https://arxiv.org/abs/2504.02507', '2026-12-01')],
  check: ({ history, run }) => {
    const losses = column(history.points, 'loss').filter(Number.isFinite)
    if (losses.length < leastPoints) return undefined
    const levels = pieces(losses, pieceCount)
    const best = Math.min(...levels)
    const last = levels.slice(-2)
    if (best <= 0 || !last.every((level) => level > best * ratio)) return undefined
    const at = levels.indexOf(best)
    if (at >= pieceCount - 2) return undefined
    // A loss that wandered as far before is a noisy one, not one that left.
    const before = levels.slice(Math.max(0, at - 1), at + 1)
    if (median(before) > best * ratio && at > 0) return undefined
    const rate = run?.config['training.learning_rate']
    const norm = run?.config['training.max_grad_norm']
    const changes: Change[] = []
    if (typeof rate === 'number') changes.push({ key: 'training.learning_rate', value: rounded(rate / 3) })
    if (norm === 0) changes.push({ key: 'training.max_grad_norm', value: 1 })
    const turning = history.points[Math.floor(((at + 1) * history.points.length) / pieceCount)]
    return {
      certainty: 'likely',
      facts: { best: rounded(best), last: rounded(median(last)), step: turning?.step ?? 0 },
      changes,
    }
  },
})
