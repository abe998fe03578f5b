/** Nearly every step is clipped: the threshold scales the learning rate instead of catching outliers. */
import { page, transformers } from '../source.ts'
import { afterWarmup, quantile, rounded } from '../training/statistics.ts'
import { adviceRule } from './advice.ts'

const leastPoints = 50
const share = 0.95

export const clippingEveryStep = adviceRule({
  id: 'clipping-every-step',
  severity: 'hint',
  sources: [
    page('https://github.com/huggingface/accelerate/issues/3509', '2026-12-01'),
    transformers('src/transformers/trainer.py'),
  ],
  check: ({ history, run, stated }) => {
    const fromLog = history.settings.max_grad_norm
    const configured = run?.config['training.max_grad_norm']
    const threshold = fromLog ?? (stated.has('training.max_grad_norm') ? configured : undefined)
    if (typeof threshold !== 'number' || threshold <= 0) return undefined
    const norms = afterWarmup(history.points).flatMap(({ gradNorm }) =>
      gradNorm !== null && Number.isFinite(gradNorm) ? [gradNorm] : [],
    )
    if (norms.length < leastPoints) return undefined
    const clipped = norms.filter((norm) => norm > threshold).length
    if (clipped < share * norms.length) return undefined
    const usual = quantile(norms, 0.9)
    // Just above the threshold, clipping changes next to nothing.
    if (quantile(norms, 0.5) < 2 * threshold) return undefined
    return {
      certainty: 'measured',
      facts: {
        percent: Math.round((100 * clipped) / norms.length),
        threshold,
        middle: rounded(quantile(norms, 0.5)),
      },
      changes: [{ key: 'training.max_grad_norm', value: rounded(usual) }],
    }
  },
})
