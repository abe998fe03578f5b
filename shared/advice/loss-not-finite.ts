/** The loss or the gradient norm is NaN or infinite. */
import { page } from '../source.ts'
import { rounded } from '../training/statistics.ts'
import { adviceRule, type Change } from './advice.ts'

export const lossNotFinite = adviceRule({
  id: 'loss-not-finite',
  severity: 'error',
  sources: [
    page(
      'https://huggingface.co/docs/transformers/main_classes/trainer#transformers.TrainingArguments.logging_nan_inf_filter',
      '2026-12-01',
    ),
  ],
  check: ({ history, run }) => {
    const bad = history.points.filter(
      ({ loss, gradNorm }) =>
        (loss !== null && !Number.isFinite(loss)) || (gradNorm !== null && Number.isNaN(gradNorm)),
    )
    const first = bad[0]
    if (!first) return undefined
    const rate = run?.config['training.learning_rate']
    const changes: Change[] = []
    if (run?.config['accelerate.mixed_precision'] === 'fp16')
      changes.push({ key: 'accelerate.mixed_precision', value: 'bf16' })
    if (typeof rate === 'number') changes.push({ key: 'training.learning_rate', value: rounded(rate / 2) })
    return { certainty: 'measured', facts: { step: first.step, count: bad.length }, changes }
  },
})
