/** What a training run has done so far: the numbers of its steps, evaluations, memory and failures. */
import type { OutOfMemory } from '../log-formats/format.ts'

/** One logged step. */
export interface Point {
  readonly step: number
  readonly loss: number | null
  /** The gradient norm before clipping. */
  readonly gradNorm: number | null
  readonly learningRate: number | null
  readonly epoch: number | null
  /** Seconds since the start. */
  readonly seconds: number | null
}

export interface Evaluation {
  readonly step: number
  readonly loss: number | null
}

/** One GPU as nvidia-smi saw it. */
export interface GpuUse {
  readonly index: number
  readonly samples: number
  /** GiB. */
  readonly peakUsed: number | null
  readonly total: number | null
  /** Percent, the mean of all samples. */
  readonly utilization: number | null
}

/** Memory that ran out, and what the run was doing. */
export interface Shortage extends OutOfMemory {
  readonly phase: 'loading' | 'first-step' | 'training' | 'evaluation'
  readonly step: number
}

export interface History {
  readonly points: readonly Point[]
  readonly evaluations: readonly Evaluation[]
  /** The newest step, and the last one if the log names it. */
  readonly step: number
  readonly totalSteps: number | null
  /** Whether steps are counted from the lines themselves because nothing in the log numbers them. */
  readonly stepsCounted: boolean
  readonly secondsPerStep: number | null
  readonly elapsed: number | null
  readonly ended: boolean
  readonly gpus: readonly GpuUse[]
  /** GiB, from DeepSpeed's reports. */
  readonly peakAllocated: number | null
  readonly peakReserved: number | null
  /** The step of each warning about flushed caches. */
  readonly cacheFlushes: readonly number[]
  readonly overflows: number
  readonly shortages: readonly Shortage[]
  /** The last lines of tracebacks, at most `mostFailures`. */
  readonly failures: readonly string[]
  /** Settings that the log states. */
  readonly settings: Readonly<Record<string, number>>
  /** How often the run began again at an earlier step in this log. */
  readonly restarts: number
  /** Every how many points one is kept: 1 until a log has more than `mostPoints`. */
  readonly thinning: number
}

/** More points than this are thinned, so that memory doesn't grow with the log. */
export const mostPoints = 20_000
export const mostFailures = 20
