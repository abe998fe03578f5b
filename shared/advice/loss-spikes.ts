/** The loss jumps up at single steps, together with the gradient norm, and comes back. */
import { page } from '../source.ts'
import { afterWarmup, deviation, median, quantile, rounded } from '../training/statistics.ts'
import { adviceRule } from './advice.ts'

const leastPoints = 60
/** Deviations above the median of the steps around it. ZClip begins at 2.5 for single steps; a report after the fact may wait for clear ones. */
const clear = 8
const around = 25

export const lossSpikes = adviceRule({
  id: 'loss-spikes',
  severity: 'warning',
  sources: [page('https://arxiv.org/abs/2504.02507', '2026-12-01')],
  check: ({ history, run }) => {
    const points = afterWarmup(history.points).filter(
      ({ loss, gradNorm }) => loss !== null && Number.isFinite(loss) && gradNorm !== null && Number.isFinite(gradNorm),
    )
    if (points.length < leastPoints) return undefined
    const losses = points.map(({ loss }) => loss as number)
    const norms = points.map(({ gradNorm }) => gradNorm as number)
    const high = (numbers: readonly number[], index: number): boolean => {
      const near = numbers.slice(Math.max(0, index - around), index + around)
      const spread = Math.max(deviation(near), 0.01 * median(near))
      return (numbers[index] as number) > median(near) + clear * spread
    }
    const spikes = points.filter((_, index) => high(losses, index) && high(norms, index))
    if (spikes.length < 3) return undefined
    const usual = rounded(quantile(norms, 0.9))
    const threshold = run?.config['training.max_grad_norm']
    const tighter = typeof threshold === 'number' && (threshold === 0 || usual < threshold)
    return {
      certainty: 'likely',
      facts: { count: spikes.length, step: spikes[0]?.step ?? 0, norm: rounded(Math.max(...norms)), usual },
      changes: tighter ? [{ key: 'training.max_grad_norm', value: usual }] : [],
    }
  },
})
