/** FP16 gradients overflow again and again, and each time the step is skipped. */
import { deepspeed } from '../source.ts'
import { adviceRule } from './advice.ts'

/** The loss scale begins high and halves a few times in every healthy run. */
const usual = 20

export const fp16Overflows = adviceRule({
  id: 'fp16-overflows',
  severity: 'warning',
  sources: [deepspeed('deepspeed/runtime/fp16/loss_scaler.py')],
  check: ({ history, run }) => {
    const { overflows, step } = history
    if (overflows < usual || overflows < 0.05 * step) return undefined
    const fp16 = run?.config['accelerate.mixed_precision'] === 'fp16'
    return {
      certainty: 'measured',
      facts: { count: overflows, steps: step },
      changes: fp16 ? [{ key: 'accelerate.mixed_precision', value: 'bf16' }] : [],
    }
  },
})
