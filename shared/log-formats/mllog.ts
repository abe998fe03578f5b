/** MLPerf's `:::MLLOG` lines: one JSON object each. */
import { type LogRecord, logFormat } from './format.ts'

interface Entry {
  readonly key?: unknown
  readonly value?: unknown
  readonly time_ms?: unknown
  readonly metadata?: { readonly samples_count?: unknown; readonly step_num?: unknown; readonly status?: unknown }
}

const settings = {
  opt_gradient_clip_norm: 'max_grad_norm',
  opt_base_learning_rate: 'learning_rate',
  global_batch_size: 'global_batch_size',
  opt_learning_rate_training_steps: 'max_steps',
} as const

const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null)

function entryOf(line: string): Entry | undefined {
  try {
    // Python writes NaN and Infinity, which JSON doesn't have.
    const text = line.slice(line.indexOf('{')).replace(/: *(?:NaN|-?Infinity)\b/g, ': null')
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Entry) : undefined
  } catch {
    // A line that another process cut in two.
    return undefined
  }
}

/** Records of one run; samples become steps by the global batch size that the log states. */
function reader(): (line: string) => readonly LogRecord[] {
  let batch: number | null = null
  let began: number | null = null
  const stepOf = ({ metadata }: Entry): number | null => {
    const samples = numberIn(metadata?.samples_count)
    return numberIn(metadata?.step_num) ?? (samples !== null && batch ? Math.round(samples / batch) : null)
  }
  return (line) => {
    const entry = entryOf(line)
    if (!entry || typeof entry.key !== 'string') return []
    const value = numberIn(entry.value)
    const time = numberIn(entry.time_ms)
    if (entry.key === 'global_batch_size') batch = value
    if (entry.key === 'run_start') began = time
    const seconds = began !== null && time !== null ? (time - began) / 1000 : null
    const step = stepOf(entry)
    if (Object.hasOwn(settings, entry.key) && value !== null)
      return [{ kind: 'setting', name: settings[entry.key as keyof typeof settings], value }]
    switch (entry.key) {
      case 'train_loss':
        return [{ kind: 'step', step, loss: value, gradNorm: null, learningRate: null, epoch: null, seconds }]
      case 'tracked_stats': {
        const stats = (typeof entry.value === 'object' ? entry.value : null) as Readonly<Record<string, unknown>> | null
        const loss = numberIn(stats?.reduced_train_loss)
        return loss === null
          ? []
          : [{ kind: 'step', step, loss, gradNorm: null, learningRate: null, epoch: null, seconds }]
      }
      // The Llama 2 70B LoRA benchmark logs its evaluation loss under this key.
      case 'eval_accuracy':
      case 'eval_loss':
        return [{ kind: 'evaluation', step, loss: value, epoch: null }]
      case 'run_stop':
        return [{ kind: 'end', seconds, loss: null }]
      default:
        return []
    }
  }
}

export const mllog = logFormat({
  id: 'mllog',
  marks: [':::MLLOG'],
  source: 'mlperf-logging 4.1, mlperf_logging/mllog',
  reader,
})
