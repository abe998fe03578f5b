/** Peak memory of one GPU as named parts, what the allocator and the driver add, and what the host must hold. */
import { activations } from './activations.ts'
import { type Allocator, allocator, contextGib, reservedGib } from './allocator.ts'
import { trainableBytes, wholeModuleBytes } from './optimizer.ts'
import { bucketBytes, division, gatherBytes } from './sharding.ts'
import { adapterShape, extraParameters, trainableParameters } from './trainables.ts'
import { dequantizationBytes, weightsBytes } from './weights.ts'
import { gpuCount, isFullMixed, shardsWeights, type Workload } from './workload.ts'

const gib = 2 ** 30

/** What memory is spent on; words for these live in the pages. */
export type Part =
  | 'weights'
  | 'adapters'
  | 'gradients'
  | 'optimizer'
  | 'gather'
  | 'buckets'
  | 'autocast'
  | 'dequantization'
  | 'activations'
  | 'logits'
  | 'step'
export const parts: readonly Part[] = [
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
]

/** Which of three kinds of use a part is: what the model is (0), what training keeps beside it (1), what comes and goes (2). */
export const useOf: Readonly<Record<Part, 0 | 1 | 2>> = {
  weights: 0,
  adapters: 1,
  gradients: 1,
  optimizer: 1,
  gather: 2,
  buckets: 2,
  autocast: 2,
  dequantization: 2,
  activations: 2,
  logits: 2,
  step: 2,
}

/** Moments that can be the peak: loading, the loss, one layer's backward pass, the end of the backward pass, the optimizer's step. */
export type Moment = 'load' | 'loss' | 'backward' | 'end' | 'step'

/** Why an estimate is less sure than its band says. */
export type Unvalidated =
  | 'zero1'
  | 'fsdp2'
  | 'nvme-offload'
  | 'parameter-offload'
  | 'int8'
  | 'experts'
  | 'dora'
  | 'optimizer'
  | 'not-nvidia'
  | 'model-guessed'
  | 'model-unconfirmed'
  | 'gpu-unconfirmed'
  | 'several-machines'
  | 'parallelism'
  | 'fp16'

export type Fits = 'yes' | 'tight' | 'no'

export interface MemoryEstimate {
  /** GiB of one GPU. */
  readonly perGpu: {
    /** What tensors take at the peak: torch.cuda.max_memory_allocated. */
    readonly allocated: number
    /** What the allocator holds: torch.cuda.max_memory_reserved. */
    readonly reserved: number
    /** What nvidia-smi shows: with the CUDA context and NCCL. */
    readonly nvidiaSmi: number
    /** The band that reserved is expected in. */
    readonly low: number
    readonly high: number
  }
  /** GiB; they add up to `allocated`. Parts of nothing are there as 0. */
  readonly parts: Readonly<Record<Part, number>>
  /** GiB beyond what tensors take: the allocator's rounding and holes; the CUDA context and NCCL's buffers. */
  readonly overhead: { readonly fragmentation: number; readonly context: number }
  /** Which moment is the peak. */
  readonly moment: Moment
  /** GiB of host memory of one machine, beyond the program itself. */
  readonly hostRam: number
  /** GiB on the disks of one machine. */
  readonly nvme: number
  readonly trainable: number
  readonly fits: Fits
  readonly unvalidated: readonly Unvalidated[]
}

/** Fits is `no` when reserved is above 0.97 × the card − 0.3 GiB, `tight` when the band's upper end is. */
export function verdict(reserved: number, high: number, cardGib: number): Fits {
  const limit = 0.97 * cardGib - 0.3
  return reserved > limit ? 'no' : high > limit ? 'tight' : 'yes'
}

/** Peak memory; `fit` only where another calibration of the allocator is tried. */
export function memory(work: Workload, fit: Allocator = allocator): MemoryEstimate {
  const full = work.method === 'full'
  const saved = full ? 0 : extraParameters(work.model, adapterShape(work))
  const trainable = trainableParameters(work)
  const adapterCount = trainable - saved
  const each = trainableBytes(work)
  const whole = wholeModuleBytes(work)
  const by = division(work)
  const optimizerAway = work.offloadOptimizer !== 'none' && canOffload(work)
  const parametersAway = work.offloadParameters !== 'none' && shardsWeights(work)

  const allWeights = weightsBytes(work)
  const weights = parametersAway ? 0 : allWeights / by.weights
  const adapters = parametersAway ? 0 : (adapterCount * each.value + saved * whole.value) / by.adapters
  const wholeGradients = adapterCount * each.gradient + saved * whole.gradient
  const gradients = optimizerAway ? 0 : wholeGradients / by.gradients
  const state = (adapterCount * each.optimizer + saved * whole.optimizer) / by.optimizer
  const optimizer = optimizerAway ? 0 : state
  const gather = gatherBytes(work)
  const buckets = bucketBytes(work, wholeGradients)
  const cast = (!full && work.adapterType === 'fp32' && work.autocast) || isFullMixed(work) ? 2 * adapterCount : 0
  const dequantization = dequantizationBytes(work)

  const act = activations(work)
  const accumulated = full && work.accumulation > 1 ? gradients : 0
  const lasting = weights + adapters + optimizer + (full ? 0 : gradients)
  const passing = gather + buckets + cast + dequantization
  const atLoss = lasting + passing + accumulated + act.kept + act.last + act.logits
  const atBackward = lasting + passing + accumulated + act.kept + act.last + act.layer
  const atEnd = lasting + passing + (full ? gradients : 0) + act.lastLayer
  const atStep = lasting + (full ? gradients : 0) + (optimizerAway ? 0 : stepBytes(work, trainable / by.optimizer))
  const atLoad = loadingBytes(work, allWeights, by.weights)
  const peak = Math.max(atLoss, atBackward, atEnd, atStep, atLoad)
  const moment: Moment =
    peak === atLoss
      ? 'loss'
      : peak === atBackward
        ? 'backward'
        : peak === atEnd
          ? 'end'
          : peak === atStep
            ? 'step'
            : 'load'

  const working = moment === 'step' || moment === 'load' ? 0 : 1
  const resident = moment === 'load' ? 0 : 1
  const allocated = peak / gib
  const inParts: Record<Part, number> = {
    weights: (moment === 'load' ? atLoad : weights) / gib,
    adapters: (resident * adapters) / gib,
    gradients: (full && moment !== 'end' && moment !== 'step' ? resident * accumulated : resident * gradients) / gib,
    optimizer: (resident * optimizer) / gib,
    gather: (working * gather) / gib,
    buckets: (working * buckets) / gib,
    autocast: (working * cast) / gib,
    dequantization: (working * dequantization) / gib,
    activations:
      (moment === 'loss'
        ? act.kept + act.last
        : moment === 'backward'
          ? act.kept + act.last + act.layer
          : moment === 'end'
            ? act.lastLayer
            : 0) / gib,
    logits: (moment === 'loss' ? act.logits : 0) / gib,
    step: (moment === 'step' ? atStep - lasting - (full ? gradients : 0) : 0) / gib,
  }
  const longLived = inParts.weights + inParts.adapters + inParts.gradients + inParts.optimizer
  const reserved = reservedGib(work, longLived, allocated - longLived, fit)
  const context = contextGib(work, fit)
  const why = unvalidated(work)
  const doubts = why.filter((one) => one !== 'gpu-unconfirmed').length
  const guess = work.model.verification === 'guessed' ? 0.15 : 0
  const spread = 0.1 + 0.05 * Math.min(2, doubts) + (work.variableLength ? 0.15 : 0) + guess
  const high = reserved * (1 + spread)
  return {
    perGpu: {
      allocated,
      reserved,
      nvidiaSmi: reserved + context,
      low: Math.max(allocated, reserved * (1 - spread)),
      high,
    },
    parts: inParts,
    overhead: { fragmentation: reserved - allocated, context },
    moment,
    hostRam: hostGib(work, allWeights, state, wholeGradients, 'cpu'),
    nvme: hostGib(work, allWeights, state, wholeGradients, 'nvme'),
    trainable,
    fits: verdict(reserved, high, work.gpu.memoryGib),
    unvalidated: why,
  }
}

/** DeepSpeed moves optimizer state from stage 1 up; FSDP moves it together with parameters only. */
const canOffload = (work: Workload): boolean => work.strategy.startsWith('zero') || shardsWeights(work)

/**
 * Bytes of one GPU while the model loads, where every GPU holds all of it before sharding. LitGPT keeps the shard beside
 * it (peak of published FSDP runs). A model that bitsandbytes quantizes is built whole: Transformers leaves ZeRO-3's
 * partitioned loading out for it, and FSDP's too unless rank 0 alone reads the checkpoint
 * (`fsdp_cpu_ram_efficient_loading`).
 */
function loadingBytes(work: Workload, weights: number, divided: number): number {
  if (!work.loadsWhole || !shardsWeights(work)) return 0
  return work.stack === 'litgpt' ? weights + weights / divided : weights
}

/**
 * Bytes that an optimizer step needs for a moment: PyTorch's multi-tensor AdamW one copy of the second moments
 * (torch 2.13, torch/optim/adam.py, _multi_tensor_adam), its fused kernel none; DeepSpeed ZeRO-3 an fp32 gradient for one
 * group of at most 1e9 parameters (deepspeed 0.19.6, `sub_group_size`) and an update of the same size.
 */
function stepBytes(work: Workload, parameters: number): number {
  if (work.strategy === 'zero3' && work.method === 'full') return 8 * Math.min(parameters, 1e9)
  if (work.fusedOptimizer || work.optimizer !== 'adamw') return 0
  return parameters * (work.weightType === 'fp32' || (work.method === 'full' && gpuCount(work) > 1) ? 4 : 2)
}

/** GiB on one machine's host or disks for what is offloaded there. */
function hostGib(work: Workload, weights: number, state: number, gradients: number, where: 'cpu' | 'nvme'): number {
  const gpus = work.gpusPerMachine
  let bytes = 0
  if (work.offloadOptimizer !== 'none' && canOffload(work)) {
    const here = work.offloadOptimizer === where ? 1 : where === 'cpu' ? 0.1 : 0
    bytes += here * (state * gpus + (where === 'cpu' ? gradients : 0))
  }
  if (work.offloadParameters !== 'none' && shardsWeights(work)) {
    const here = work.offloadParameters === where ? 1 : where === 'cpu' ? 0.1 : 0
    bytes += (here * weights) / work.machines
  }
  return bytes / gib
}

const quiet: readonly Unvalidated[] = []

/** What no published run was found to check, in this workload. */
function unvalidated(work: Workload): readonly Unvalidated[] {
  const why: Unvalidated[] = []
  if (work.strategy === 'zero1') why.push('zero1')
  if (work.strategy === 'fsdp2') why.push('fsdp2')
  if (work.offloadOptimizer === 'nvme' || work.offloadParameters === 'nvme') why.push('nvme-offload')
  if (work.offloadParameters !== 'none' && shardsWeights(work)) why.push('parameter-offload')
  if (work.machines > 1 && shardsWeights(work)) why.push('several-machines')
  if (work.sequenceSplit > 1 || work.tensorSplit > 1 || work.shardGroup !== null) why.push('parallelism')
  if (work.weightType === 'fp16') why.push('fp16')
  if (work.quantization === 'int8') why.push('int8')
  if (work.model.experts) why.push('experts')
  if (work.method === 'dora') why.push('dora')
  if (work.optimizer !== 'adamw' && work.optimizer !== 'adamw-8bit') why.push('optimizer')
  if (work.gpu.vendor !== 'NVIDIA') why.push('not-nvidia')
  if (work.model.verification === 'guessed') why.push('model-guessed')
  if (work.model.verification === 'unconfirmed') why.push('model-unconfirmed')
  if (work.gpu.verification === 'unconfirmed') why.push('gpu-unconfirmed')
  return why.length === 0 ? quiet : why
}
