/** Much of every GPU stays free for the whole run: a larger batch per GPU would be faster. */
import { page } from '../source.ts'
import { adviceRule } from './advice.ts'

const leastSamples = 30
/** A doubled batch at most doubles what is in use. */
const most = 0.45

export const memoryLeftOver = adviceRule({
  id: 'memory-left-over',
  severity: 'hint',
  sources: [page('https://huggingface.co/docs/transformers/perf_train_gpu_one', '2026-12-01')],
  check: ({ history, run }) => {
    const measured = history.gpus.filter(({ peakUsed, total }) => peakUsed !== null && total !== null)
    if (measured.length === 0 || measured.some(({ samples }) => samples < leastSamples)) return undefined
    if (history.step < 20 || history.shortages.length > 0) return undefined
    const share = Math.max(...measured.map(({ peakUsed, total }) => (peakUsed as number) / (total as number)))
    if (share > most) return undefined
    const batch = run?.config['training.per_device_train_batch_size']
    const accumulation = run?.config['training.gradient_accumulation_steps']
    const even = typeof batch === 'number' && typeof accumulation === 'number' && accumulation % 2 === 0
    return {
      certainty: 'measured',
      facts: { percent: Math.round(100 * share), gpus: measured.length },
      changes: even
        ? [
            { key: 'training.per_device_train_batch_size', value: batch * 2 },
            { key: 'training.gradient_accumulation_steps', value: accumulation / 2 },
          ]
        : [],
    }
  },
})
