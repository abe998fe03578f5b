/** Records of a log, one after the other → the history of the run, in bounded memory. */
import type { LogRecord, StepRecord } from '../log-formats/format.ts'
import {
  type Evaluation,
  type GpuUse,
  type History,
  mostFailures,
  mostPoints,
  type Point,
  type Shortage,
} from './history.ts'

export interface Fold {
  readonly add: (record: LogRecord) => void
  readonly history: () => History
}

interface Bar {
  step: number
  total: number
  elapsed: number | null
  secondsPerStep: number | null
}

interface GpuSum {
  samples: number
  peakUsed: number | null
  total: number | null
  utilization: number
  utilized: number
}

/** Keeps at most `most` things; when there are more, every other one goes. */
function thinned<T>(things: T[], most: number): boolean {
  if (things.length <= most) return false
  let kept = 0
  for (let index = 0; index < things.length; index += 2) things[kept++] = things[index] as T
  things.length = kept
  return true
}

/** Whether two bars count the same thing: the Trainer draws one for training and one for each evaluation. */
const merge = (first: number | null, second: number | null): number | null => first ?? second

const highest = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other)

export function fold(): Fold {
  const points: Point[] = []
  const evaluations: Evaluation[] = []
  const gpus = new Map<number, GpuSum>()
  const shortages: Shortage[] = []
  const failures: string[] = []
  const settings: Record<string, number> = {}
  const cacheFlushes: number[] = []
  const training: Bar = { step: 0, total: 0, elapsed: null, secondsPerStep: null }
  let latest: Bar | undefined
  /** A logged loss has shown which bar is that of training. */
  let confirmed = false
  let step = 0
  let counted = 0
  let stepsCounted = false
  let every = 1
  let skipped = 0
  let ended = false
  let seconds: number | null = null
  let overflows = 0
  let restarts = 0
  let peakAllocated: number | null = null
  let peakReserved: number | null = null

  /** The step a line belongs to: what it says, what the bar before it says, or its place among the lines. */
  function stepOf(said: number | null): number {
    counted++
    if (said !== null) return said
    if (training.total > 0) return training.step
    stepsCounted = true
    return counted
  }

  /** A run that goes on from a checkpoint repeats steps; what it repeats replaces what was there. */
  function restartAt(next: number): void {
    if (next >= step || points.length === 0) return
    const last = points.at(-1) as Point
    if (next > last.step) return
    restarts++
    while (points.length > 0 && (points.at(-1) as Point).step >= next) points.pop()
    while (evaluations.length > 0 && (evaluations.at(-1) as Evaluation).step >= next) evaluations.pop()
  }

  function addStep(record: StepRecord): void {
    confirmTraining()
    const at = stepOf(record.step)
    const last = points.at(-1)
    if (last?.step === at && at > 0) {
      // TensorBoard writes each number of a step by itself.
      points[points.length - 1] = {
        step: at,
        loss: merge(record.loss, last.loss),
        gradNorm: merge(record.gradNorm, last.gradNorm),
        learningRate: merge(record.learningRate, last.learningRate),
        epoch: merge(record.epoch, last.epoch),
        seconds: merge(record.seconds, last.seconds),
      }
      return
    }
    restartAt(at)
    step = at
    ended = false
    if (skipped++ % every !== 0) return
    const { loss, gradNorm, learningRate, epoch } = record
    points.push({ step: at, loss, gradNorm, learningRate, epoch, seconds: record.seconds ?? training.elapsed })
    if (thinned(points, mostPoints)) every *= 2
  }

  /** A loss is logged while the training bar is the newest one. */
  function confirmTraining(): void {
    if (confirmed || !latest) return
    if (latest.total !== training.total) Object.assign(training, latest)
    confirmed = true
  }

  function addBar(bar: Bar): void {
    latest = bar
    if (training.total === 0 || bar.total === training.total) {
      if (confirmed && bar.step < training.step) restartAt(bar.step + 1)
      Object.assign(training, bar)
      if (confirmed) step = Math.max(bar.step, points.at(-1)?.step ?? 0)
    }
  }

  function phase(): Shortage['phase'] {
    if (latest && confirmed && latest.total !== training.total && latest.step < latest.total) return 'evaluation'
    if (training.total === 0 && points.length === 0) return 'loading'
    return training.step === 0 && points.length === 0 ? 'first-step' : 'training'
  }

  function addGpu(record: Extract<LogRecord, { kind: 'gpu' }>): void {
    const sum = gpus.get(record.index) ?? { samples: 0, peakUsed: null, total: null, utilization: 0, utilized: 0 }
    sum.samples++
    sum.peakUsed = highest(sum.peakUsed, record.used)
    sum.total = record.total ?? sum.total
    if (record.utilization !== null) {
      sum.utilization += record.utilization
      sum.utilized++
    }
    gpus.set(record.index, sum)
  }

  const handlers: { readonly [Kind in LogRecord['kind']]: (record: Extract<LogRecord, { kind: Kind }>) => void } = {
    step: addStep,
    progress: (record) => addBar({ ...record }),
    gpu: addGpu,
    evaluation: (record) => {
      evaluations.push({ step: record.step ?? (training.step || step), loss: record.loss })
      thinned(evaluations, mostPoints)
    },
    memory: (record) => {
      peakAllocated = highest(peakAllocated, record.peakAllocated)
      peakReserved = highest(peakReserved, record.peakReserved)
    },
    'cache-flush': () => {
      cacheFlushes.push(Math.max(step, training.step))
      thinned(cacheFlushes, mostPoints)
    },
    overflow: () => {
      overflows++
    },
    'out-of-memory': (record) => {
      if (shortages.length < mostFailures) shortages.push({ ...record, phase: phase(), step })
    },
    end: (record) => {
      ended = true
      seconds = record.seconds
    },
    failure: (record) => {
      if (failures.at(-1) === record.text) return
      failures.push(record.text)
      if (failures.length > mostFailures) failures.shift()
    },
    setting: (record) => {
      settings[record.name] = record.value
    },
  }
  const add = (record: LogRecord): void => (handlers[record.kind] as (one: LogRecord) => void)(record)

  const use = ([index, sum]: readonly [number, GpuSum]): GpuUse => ({
    index,
    samples: sum.samples,
    peakUsed: sum.peakUsed,
    total: sum.total,
    utilization: sum.utilized > 0 ? sum.utilization / sum.utilized : null,
  })

  return {
    add,
    history: () => ({
      points: [...points],
      evaluations: [...evaluations],
      step: Math.max(step, confirmed ? training.step : 0),
      totalSteps: (training.total || settings.max_steps) ?? null,
      stepsCounted,
      secondsPerStep: pace(points) ?? training.secondsPerStep,
      elapsed: seconds ?? training.elapsed ?? points.at(-1)?.seconds ?? null,
      ended,
      gpus: [...gpus].sort(([one], [other]) => one - other).map(use),
      peakAllocated,
      peakReserved,
      cacheFlushes: [...cacheFlushes],
      overflows,
      shortages: [...shortages],
      failures: [...failures],
      settings: { ...settings },
      restarts,
      thinning: every,
    }),
  }
}

/** Seconds for one step, the median over the last logged ones: an evaluation between two of them doesn't count. */
function pace(points: readonly Point[]): number | null {
  const times = points.slice(-41).flatMap((point, index, all) => {
    const before = all[index - 1]
    if (!before || before.seconds === null || point.seconds === null || point.step <= before.step) return []
    return [(point.seconds - before.seconds) / (point.step - before.step)]
  })
  if (times.length < 3) return null
  times.sort((one, other) => one - other)
  return times[Math.floor(times.length / 2)] as number
}
