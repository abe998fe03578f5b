/** The loss stays where it began although the learning rate is at work. */
import { page } from '../source.ts'
import { column, deviation, median, rounded } from '../training/statistics.ts'
import { adviceRule, type Change } from './advice.ts'

const leastPoints = 100
/** LoRA needs about ten times the rate of full fine-tuning: below this, adapters move too slowly to see. */
const lowForAdapters = 5e-5

export const lossDoesNotFall = adviceRule({
  id: 'loss-does-not-fall',
  severity: 'warning',
  sources: [page('https://thinkingmachines.ai/blog/lora/', '2026-12-01')],
  check: ({ history, run }) => {
    const losses = column(history.points, 'loss').filter(Number.isFinite)
    if (losses.length < leastPoints) return undefined
    const fifth = Math.floor(losses.length / 5)
    const begin = median(losses.slice(0, fifth))
    const end = median(losses.slice(-fifth))
    // Fine-tuning often begins at a low loss and falls little: less than half a standard deviation of the noise, and
    // less than one percent, is no fall.
    const fall = begin - end
    if (fall > 0.01 * Math.abs(begin) || fall > 0.5 * deviation(losses.slice(-fifth)) || fall < -0.02 * Math.abs(begin))
      return undefined
    const rate = run?.config['training.learning_rate']
    const adapter = run !== undefined && run.config['method.name'] !== 'full'
    const changes: Change[] = []
    if (adapter && typeof rate === 'number' && rate < lowForAdapters)
      changes.push({ key: 'training.learning_rate', value: 2e-4 })
    return {
      certainty: changes.length > 0 ? 'likely' : 'possible',
      facts: { steps: history.step, begin: rounded(begin), end: rounded(end) },
      changes,
    }
  },
})
