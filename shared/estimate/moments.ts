/** Every moment of a run that can be its peak: the phase it belongs to, and the bytes that each part takes then. */
import { type Activations, activations, evaluationBytes } from './activations.ts'
import { trainableBytes, wholeModuleBytes } from './optimizer.ts'
import { bucketBytes, division, gatherBytes, savingBytes, stagingBytes } from './sharding.ts'
import { adapterShape, extraParameters, trainableParameters } from './trainables.ts'
import { dequantizationBytes, layerBytes, weightsBytes } from './weights.ts'
import { gpuCount, isFullMixed, shardsWeights, type Workload } from './workload.ts'

/** What memory is spent on; words for these live in the pages. */
export const parts = [
  'weights',
  'adapters',
  'gradients',
  'optimizer',
  'gather',
  'buckets',
  'autocast',
  'dequantization',
  'activations',
  'logits',
  'step',
] as const
export type Part = (typeof parts)[number]

/** Phases of a run. The first step has no optimizer state yet; evaluation and saving happen only where the run does them. */
export const phases = ['load', 'first-step', 'step', 'evaluation', 'save'] as const
export type Phase = (typeof phases)[number]

/** Moments that can be the peak: of a step the loss, one layer's backward pass, the end of the backward pass, the optimizer. */
export type Moment = 'load' | 'loss' | 'backward' | 'end' | 'step' | 'evaluation' | 'save'

export interface Peak {
  readonly phase: Phase
  readonly moment: Moment
  /** Bytes; parts of nothing are absent. */
  readonly bytes: Readonly<Partial<Record<Part, number>>>
}

/** What a run keeps from step to step, on the GPU and off it, bytes of one GPU. */
export interface State {
  readonly trainable: number
  readonly weights: number
  readonly adapters: number
  readonly gradients: number
  readonly optimizer: number
  /** Optimizer state in managed memory, which is on the GPU only while there is room and moves to the host by itself. */
  readonly paged: number
  /** All weights, wherever they are; optimizer state of one GPU and all gradients before any offload. */
  readonly allWeights: number
  readonly wholeState: number
  readonly wholeGradients: number
}

/** DeepSpeed moves optimizer state from stage 1 up; FSDP moves it together with parameters only. */
export const canOffload = (work: Workload): boolean => work.strategy.startsWith('zero') || shardsWeights(work)

/**
 * bitsandbytes allocates the state of its paged optimizers as managed memory, outside PyTorch's allocator (bitsandbytes 0.48,
 * functional.py, `get_paged`; Dettmers et al. 2023, arXiv 2305.14314, §3).
 */
const isPaged = ({ optimizer }: Workload): boolean => optimizer.startsWith('paged')

export function stateOf(work: Workload): State {
  const full = work.method === 'full'
  const saved = full ? 0 : extraParameters(work.model, adapterShape(work))
  const trainable = trainableParameters(work)
  const adapters = trainable - saved
  const each = trainableBytes(work)
  const whole = wholeModuleBytes(work)
  const by = division(work)
  const optimizerAway = work.offloadOptimizer !== 'none' && canOffload(work)
  const parametersAway = work.offloadParameters !== 'none' && shardsWeights(work)
  const allWeights = weightsBytes(work)
  const wholeGradients = adapters * each.gradient + saved * whole.gradient
  const wholeState = (adapters * each.optimizer + saved * whole.optimizer) / by.optimizer
  return {
    trainable,
    weights: parametersAway ? 0 : allWeights / by.weights,
    adapters: parametersAway ? 0 : (adapters * each.value + saved * whole.value) / by.adapters,
    gradients: optimizerAway ? 0 : wholeGradients / by.gradients,
    optimizer: optimizerAway || isPaged(work) ? 0 : wholeState,
    paged: isPaged(work) && !optimizerAway ? wholeState : 0,
    allWeights,
    wholeState,
    wholeGradients,
  }
}

/** The moments of a training step, with the optimizer state that is there before its last part. */
function stepPeaks(work: Workload, state: State, act: Activations, phase: 'first-step' | 'step'): readonly Peak[] {
  const full = work.method === 'full'
  const saved = full ? 0 : extraParameters(work.model, adapterShape(work))
  const { weights, adapters, gradients } = state
  const optimizer = phase === 'step' ? state.optimizer : 0
  const accumulated = full && work.accumulation === 1 ? 0 : gradients
  const cast =
    (!full && work.adapterType === 'fp32' && work.autocast) || isFullMixed(work) ? 2 * (state.trainable - saved) : 0
  const working = {
    weights,
    adapters,
    optimizer,
    gather: gatherBytes(work),
    buckets: bucketBytes(work, state.wholeGradients) + stagingBytes(work),
    autocast: cast,
    dequantization: dequantizationBytes(work),
  }
  const kept = act.kept + act.last
  const all: readonly Peak[] = [
    { phase, moment: 'loss', bytes: { ...working, gradients: accumulated, activations: kept, logits: act.logits } },
    { phase, moment: 'backward', bytes: { ...working, gradients: accumulated, activations: kept + act.layer } },
    { phase, moment: 'end', bytes: { ...working, gradients, activations: act.lastLayer } },
    {
      phase,
      moment: 'step',
      bytes: { weights, adapters, gradients, optimizer: state.optimizer, step: stepBytes(work, state) },
    },
  ]
  return all
}

/** Every moment of the run that can be its peak. */
export function peaksOf(work: Workload, state: State): readonly Peak[] {
  const { weights, adapters, optimizer } = state
  const act = activations(work)
  const step = stepPeaks(work, state, act, 'step')
  const first = stepPeaks(work, state, act, 'first-step')
  const lasting = { weights, adapters, optimizer }
  const evaluation: Peak = {
    phase: 'evaluation',
    moment: 'evaluation',
    bytes: {
      ...lasting,
      gather: gatherBytes(work),
      buckets: bucketBytes(work, state.wholeGradients),
      dequantization: dequantizationBytes(work),
      ...evaluationBytes(work),
    },
  }
  return [
    ...step,
    { phase: 'load', moment: 'load', bytes: { weights: loadingBytes(work, state) } },
    ...first,
    ...(work.evaluationBatch > 0 ? [evaluation] : []),
    ...(work.saves
      ? [{ phase: 'save', moment: 'save', bytes: { ...lasting, gather: savingBytes(work) } } as const]
      : []),
  ]
}

/**
 * Bytes of one GPU while the model loads. LitGPT keeps the shard beside the whole model (peak of published FSDP runs). A
 * model that bitsandbytes quantizes is built whole: Transformers leaves ZeRO-3's partitioned loading out for it, and
 * FSDP's too unless rank 0 alone reads the checkpoint (`fsdp_cpu_ram_efficient_loading`). What is divided while it loads
 * passes one layer at a time through each GPU.
 */
function loadingBytes(work: Workload, { weights, allWeights }: State): number {
  if (!shardsWeights(work)) return weights
  if (!work.loadsWhole) return Math.min(allWeights, weights + layerBytes(work))
  return work.stack === 'litgpt' ? allWeights + allWeights / division(work).weights : allWeights
}

/**
 * Bytes that an optimizer step needs for a moment: PyTorch's multi-tensor AdamW one copy of the second moments
 * (torch 2.13, torch/optim/adam.py, _multi_tensor_adam), its fused kernel none; DeepSpeed ZeRO-3 an fp32 gradient for one
 * group of at most 1e9 parameters (deepspeed 0.19.6, `sub_group_size`) and an update of the same size.
 */
function stepBytes(work: Workload, { trainable }: State): number {
  if (work.offloadOptimizer !== 'none' && canOffload(work)) return 0
  const parameters = trainable / division(work).optimizer
  if (work.strategy === 'zero3' && work.method === 'full') return 8 * Math.min(parameters, 1e9)
  if (work.fusedOptimizer || work.optimizer !== 'adamw') return 0
  return parameters * (work.weightType === 'fp32' || (work.method === 'full' && gpuCount(work) > 1) ? 4 : 2)
}
