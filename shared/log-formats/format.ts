/** The contract of a log format: which lines it reads, and the records they become. */

/** Memory that PyTorch reports when an allocation fails; every amount in GiB, null where the message leaves it out. */
export interface OutOfMemory {
  readonly kind: 'out-of-memory'
  readonly gpu: number | null
  readonly requested: number | null
  readonly capacity: number | null
  readonly free: number | null
  /** Memory of this process, CUDA context included. */
  readonly process: number | null
  readonly allocated: number | null
  /** Memory that PyTorch reserved and does not use: fragmentation. */
  readonly unallocated: number | null
  /** Memory of other processes on the same GPU. */
  readonly others: number | null
}

export interface StepRecord {
  readonly kind: 'step'
  /** null: the line doesn't say; the progress bar before it does. */
  readonly step: number | null
  readonly loss: number | null
  /** The gradient norm before clipping. */
  readonly gradNorm: number | null
  readonly learningRate: number | null
  readonly epoch: number | null
  /** Seconds since the start of the run, if the line says. */
  readonly seconds: number | null
}

export type LogRecord =
  | StepRecord
  | {
      readonly kind: 'evaluation'
      readonly step: number | null
      readonly loss: number | null
      readonly epoch: number | null
    }
  /** A progress bar without a description: that of training or of an evaluation. */
  | {
      readonly kind: 'progress'
      readonly step: number
      readonly total: number
      readonly elapsed: number | null
      readonly secondsPerStep: number | null
    }
  /** DeepSpeed's memory report, GiB. */
  | { readonly kind: 'memory'; readonly peakAllocated: number; readonly peakReserved: number }
  | { readonly kind: 'cache-flush'; readonly count: number }
  /** A step that was skipped because FP16 gradients overflowed. */
  | { readonly kind: 'overflow' }
  /** One row of nvidia-smi, GiB and percent. */
  | {
      readonly kind: 'gpu'
      readonly index: number
      readonly used: number | null
      readonly total: number | null
      readonly utilization: number | null
    }
  | OutOfMemory
  | { readonly kind: 'end'; readonly seconds: number | null; readonly loss: number | null }
  | { readonly kind: 'failure'; readonly text: string }
  /** A setting of the run that the log itself states. */
  | {
      readonly kind: 'setting'
      readonly name: 'max_grad_norm' | 'learning_rate' | 'global_batch_size' | 'max_steps'
      readonly value: number
    }

export interface LogFormat {
  /** Permanent. */
  readonly id: string
  /** A line without one of these texts can't hold a record of the format. Every line of logs of gigabytes is searched for them. */
  readonly marks: readonly string[]
  /** A new reader; it may remember earlier lines, such as the header of a table. */
  readonly reader: () => (line: string) => readonly LogRecord[]
  /** Who prints such lines: program, release, file. */
  readonly source: string
}

export const logFormat = <const F extends LogFormat>(one: F): F => one

/** A number as Python or a tool prints it; `nan` and `inf` included, null for anything else. */
export function printedNumber(text: string | undefined): number | null {
  if (text === undefined) return null
  const quick = Number(text)
  if (!Number.isNaN(quick) && text !== '') return quick
  const plain = text.trim().toLowerCase()
  if (plain === 'nan') return Number.NaN
  if (/^[+-]?inf(?:inity)?$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(plain) ? Number(plain) : null
}
