/** A run that was measured, held against its estimate: what differs, which assumption explains it, and what corrects later estimates. */
import type { History } from '../training/history.ts'
import { type MemoryEstimate, memory } from './memory.ts'
import { speed } from './speed.ts'
import type { Workload } from './workload.ts'

export type Figure = 'allocated' | 'reserved' | 'nvidia-smi' | 'step'

/** One figure of a log beside the predicted one: GiB of one GPU, or seconds of an optimizer step. */
export interface Compared {
  readonly figure: Figure
  readonly measured: number
  readonly predicted: number
  readonly low: number
  readonly high: number
  /** The run died of it: it needed at least so much. */
  readonly atLeast: boolean
}

/** An assumption whose opposite explains the difference. */
export type Assumption = 'checkpointing' | 'loss' | 'attention' | 'adapter-type' | 'upcast' | 'weight-type' | 'length'
export interface Explanation {
  readonly assumption: Assumption
  /** What the figure would be then. */
  readonly predicted: number
}

/** By what later estimates of one GPU and one stack are multiplied; null where nothing was measured. */
export interface Correction {
  readonly gpu: string
  readonly stack: string
  readonly memory: number | null
  readonly step: number | null
}

export interface Comparison {
  readonly compared: readonly Compared[]
  /** Undefined where the estimate holds, or where no single assumption explains what is off. */
  readonly explanation: Explanation | undefined
  /** Undefined where an assumption has to be set right first, or where nothing was measured. */
  readonly correction: Correction | undefined
}

const most = (values: readonly (number | null)[]): number | null => {
  const known = values.flatMap((one) => one ?? [])
  return known.length > 0 ? Math.max(...known) : null
}

/** The figures of a log, the surest first. */
function figuresOf(work: Workload, { perGpu, overhead }: MemoryEstimate, history: History): readonly Compared[] {
  const { allocated, reserved, nvidiaSmi, low, high } = perGpu
  const died = history.shortages.map((one) =>
    one.allocated === null ? null : one.allocated + (one.unallocated ?? 0) + (one.requested ?? 0),
  )
  const figures: Compared[] = []
  const add = (figure: Figure, measured: number | null, rest: Omit<Compared, 'figure' | 'measured'>) => {
    if (measured !== null && measured > 0) figures.push({ figure, measured, ...rest })
  }
  const sure = { atLeast: false }
  add('allocated', history.peakAllocated, {
    predicted: allocated,
    low: 0.9 * allocated,
    high: 1.1 * allocated,
    ...sure,
  })
  add('reserved', history.peakReserved, { predicted: reserved, low, high, ...sure })
  add('reserved', most(died), { predicted: reserved, low, high, atLeast: true })
  const smi = { predicted: nvidiaSmi, low: low + overhead.context, high: high + overhead.context }
  add('nvidia-smi', most(history.gpus.map(({ peakUsed }) => peakUsed)), { ...smi, ...sure })
  const [fast, slow] = speed(work).stepSeconds
  add('step', history.secondsPerStep, { predicted: Math.sqrt(fast * slow), low: fast, high: slow, ...sure })
  return figures
}

/** The run with one assumption turned round. */
function otherwise(work: Workload): readonly (readonly [Assumption, Workload])[] {
  const adapter = work.method !== 'full'
  return [
    ['checkpointing', { ...work, checkpointing: !work.checkpointing }],
    ['loss', { ...work, loss: work.loss === 'whole' ? 'chunked' : 'whole' }],
    ['attention', { ...work, attention: work.attention === 'eager' ? 'sdpa' : 'eager' }],
    ...(adapter
      ? ([['adapter-type', { ...work, adapterType: work.adapterType === 'fp32' ? 'bf16' : 'fp32' }]] as const)
      : []),
    ...(work.quantization === 'none' ? [] : ([['upcast', { ...work, upcast: !work.upcast }]] as const)),
    ['weight-type', { ...work, weightType: work.weightType === 'fp32' ? 'bf16' : 'fp32' }],
    ['length', { ...work, sequenceLength: Math.max(1, Math.round(work.sequenceLength / 2)) }],
  ]
}

const figureIn = ({ perGpu }: MemoryEstimate, figure: Figure): number =>
  figure === 'nvidia-smi' ? perGpu.nvidiaSmi : perGpu[figure === 'allocated' ? 'allocated' : 'reserved']

/** Errors below this are the model's own, not an assumption's. */
const tolerated = 0.1

/** The assumption that explains what the band does not hold: it leaves less than a third of the error. */
function explain(work: Workload, { figure, measured, predicted, atLeast }: Compared): Explanation | undefined {
  const error = Math.abs(Math.log(predicted / measured))
  if (error < tolerated || (atLeast && predicted >= measured)) return undefined
  const tried = otherwise(work).map(([assumption, other]) => {
    const then = figureIn(memory(other), figure)
    return { assumption, predicted: then, error: Math.abs(Math.log(then / measured)) }
  })
  const [best] = tried.sort((a, b) => a.error - b.error)
  return best && best.error < error / 3 ? { assumption: best.assumption, predicted: best.predicted } : undefined
}

/** What a correction may be at most: beyond it another run was measured than the one that is estimated. */
const within = (factor: number): number => Math.min(2, Math.max(0.5, factor))

/** Holds a measured run against its estimate. `work` must not be corrected already. */
export function compare(work: Workload, history: History): Comparison {
  const estimate = memory(work)
  const compared = figuresOf(work, estimate, history)
  const sizes = compared.filter(({ figure }) => figure !== 'step')
  const [surest] = sizes
  const explanation = surest && explain(work, surest)
  const held = sizes.find(({ figure }) => figure === 'reserved') ?? sizes.find(({ figure }) => figure === 'nvidia-smi')
  const context = held?.figure === 'nvidia-smi' ? estimate.overhead.context : 0
  const factor = held && Math.max(0, held.measured - context) / (held.predicted - context)
  const step = compared.find(({ figure }) => figure === 'step')
  // Of a run that died only a lower bound is known.
  const memoryFactor = factor === undefined || (held?.atLeast && factor < 1) ? null : within(factor)
  const stepFactor = step ? within(step.measured / step.predicted) : null
  const nothing = explanation !== undefined || (memoryFactor === null && stepFactor === null)
  return {
    compared,
    explanation,
    correction: nothing ? undefined : { gpu: work.gpu.name, stack: work.stack, memory: memoryFactor, step: stepFactor },
  }
}

/** Several logs of one run, such as the trainer's and nvidia-smi's, as one. */
export function together(histories: readonly History[]): History | undefined {
  const [first] = histories
  if (!first) return undefined
  return {
    ...first,
    gpus: histories.flatMap(({ gpus }) => gpus),
    shortages: histories.flatMap(({ shortages }) => shortages),
    peakAllocated: most(histories.map(({ peakAllocated }) => peakAllocated)),
    peakReserved: most(histories.map(({ peakReserved }) => peakReserved)),
    secondsPerStep: histories.flatMap(({ secondsPerStep }) => secondsPerStep ?? [])[0] ?? null,
  }
}

/** A correction as `hardware.corrections` holds it. */
export const correctionText = ({ gpu, stack, memory: factor, step }: Correction): string =>
  `${gpu}|${stack}|memory=${(factor ?? 1).toFixed(3)}|step=${(step ?? 1).toFixed(3)}`

/** The factors for a GPU and a stack among those that are kept; 1 without any. */
export function correctionFor(kept: readonly string[] | null, gpu: string, stack: string): Correction | undefined {
  const text = kept?.find((one) => one.startsWith(`${gpu}|${stack}|`))
  const found = text === undefined ? null : /\|memory=([\d.]+)\|step=([\d.]+)$/.exec(text)
  return found ? { gpu, stack, memory: within(Number(found[1])), step: within(Number(found[2])) } : undefined
}

/** The kept corrections with one more; an older one of the same GPU and stack gives way. */
export function withCorrection(kept: readonly string[] | null, one: Correction): readonly string[] {
  const before = correctionFor(kept, one.gpu, one.stack)
  const merged = { ...one, memory: one.memory ?? before?.memory ?? null, step: one.step ?? before?.step ?? null }
  return [...(kept ?? []).filter((text) => !text.startsWith(`${one.gpu}|${one.stack}|`)), correctionText(merged)]
}
