/** PyTorch frees its cache again and again: GPU memory is nearly full and every step waits for it. */
import { deepspeed } from '../source.ts'
import { adviceRule } from './advice.ts'

/** One flush beside an evaluation is harmless; one in every so many steps isn't. */
const steps = 20
const least = 5

export const cacheFlushedOften = adviceRule({
  id: 'cache-flushed-often',
  severity: 'warning',
  sources: [deepspeed('deepspeed/runtime/zero/stage3.py')],
  check: ({ history, run }) => {
    const { cacheFlushes, step } = history
    const recent = cacheFlushes.filter((at) => at > step - least * steps)
    if (recent.length < least) return undefined
    const batch = run?.config['training.per_device_train_batch_size']
    const accumulation = run?.config['training.gradient_accumulation_steps']
    const halves = typeof batch === 'number' && batch % 2 === 0 && typeof accumulation === 'number'
    return {
      certainty: 'measured',
      facts: { count: recent.length, steps: Math.min(step, least * steps) },
      changes: halves
        ? [
            { key: 'training.per_device_train_batch_size', value: batch / 2 },
            { key: 'training.gradient_accumulation_steps', value: accumulation * 2 },
          ]
        : [],
    }
  },
})
