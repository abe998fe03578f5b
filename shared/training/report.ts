/** The history of a run and what is known beside it → a report: progress, speed, memory, clipping, advice. Every face shows the same one. */
import type { Advice, Seen } from '../advice/advice.ts'
import { advise } from '../advice/index.ts'
import { likelyModel, resolveModel } from '../catalog/resolve-model.ts'
import { workloadOf } from '../estimate/from-run.ts'
import { memory } from '../estimate/memory.ts'
import type { History } from './history.ts'
import { afterWarmup, column, median } from './statistics.ts'

export interface Report {
  readonly history: History
  /** Share of the steps so far, 0 to 1; null if the log doesn't name the last step. */
  readonly progress: number | null
  readonly secondsLeft: number | null
  /** The medians of the first and the newest tenth. */
  readonly loss: { readonly first: number; readonly newest: number } | null
  readonly evaluation: { readonly best: number; readonly bestStep: number; readonly newest: number } | null
  /** The threshold and the share of steps whose gradient norm, logged before clipping, is above it; null if either is unknown. */
  readonly clipping: { readonly threshold: number; readonly share: number } | null
  /** GiB of one GPU as nvidia-smi shows it: predicted by `estimate`, and measured. */
  readonly memory: { readonly predicted: number | null; readonly measured: number | null; readonly card: number | null }
  readonly advice: readonly Advice[]
}

function lossOf({ points }: History): Report['loss'] {
  const losses = column(points, 'loss').filter(Number.isFinite)
  if (losses.length === 0) return null
  const tenth = Math.max(1, Math.floor(losses.length / 10))
  return { first: median(losses.slice(0, tenth)), newest: median(losses.slice(-tenth)) }
}

function evaluationOf({ evaluations }: History): Report['evaluation'] {
  const known = evaluations.filter(({ loss }) => loss !== null && Number.isFinite(loss))
  const newest = known.at(-1)
  if (!newest) return null
  const best = known.reduce((one, other) => ((other.loss as number) < (one.loss as number) ? other : one))
  return { best: best.loss as number, bestStep: best.step, newest: newest.loss as number }
}

/** The threshold of clipping that is known: the log's own, or the configuration's where it states one. */
export function clippingThreshold({ history, run, stated }: Seen): number | undefined {
  const logged = history.settings.max_grad_norm
  if (logged !== undefined) return logged
  const configured = run?.config['training.max_grad_norm']
  return stated.has('training.max_grad_norm') && typeof configured === 'number' ? configured : undefined
}

function clippingOf(seen: Seen): Report['clipping'] {
  const threshold = clippingThreshold(seen)
  const norms = column(afterWarmup(seen.history.points), 'gradNorm').filter(Number.isFinite)
  if (threshold === undefined || threshold <= 0 || norms.length === 0) return null
  return { threshold, share: norms.filter((norm) => norm > threshold).length / norms.length }
}

function memoryOf({ history, run, stated }: Seen): Report['memory'] {
  const used = history.gpus.flatMap(({ peakUsed }) => (peakUsed === null ? [] : [peakUsed]))
  const cards = history.gpus.flatMap(({ total }) => (total === null ? [] : [total]))
  const measured = used.length > 0 ? Math.max(...used) : history.peakReserved
  // A prediction for a model or a GPU that nobody named would be one for another run.
  const model =
    run?.model ?? (run && stated.has('model.id') ? likelyModel(resolveModel(run.config['model.id'])) : undefined)
  const found = run && model && stated.has('hardware.gpu') ? workloadOf(run, model) : undefined
  const predicted = found && 'workload' in found ? memory(found.workload).perGpu.nvidiaSmi : null
  return { predicted, measured, card: cards.length > 0 ? Math.max(...cards) : null }
}

export function report(seen: Seen): Report {
  const { history } = seen
  const { step, totalSteps, secondsPerStep, ended } = history
  const left = totalSteps !== null && secondsPerStep !== null && !ended ? (totalSteps - step) * secondsPerStep : null
  return {
    history,
    progress: totalSteps === null || totalSteps === 0 ? null : Math.min(1, step / totalSteps),
    secondsLeft: left,
    loss: lossOf(history),
    evaluation: evaluationOf(history),
    clipping: clippingOf(seen),
    memory: memoryOf(seen),
    advice: advise(seen),
  }
}
