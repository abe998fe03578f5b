/** Peak memory of one GPU as named parts, what the allocator and the driver add, and what the host must hold. */
import { activations } from './activations.ts'
import { trainableBytes } from './optimizer.ts'
import { bucketBytes, division, gatherBytes } from './sharding.ts'
import { adapterParameters } from './trainables.ts'
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
]

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
  | 'model-unconfirmed'
  | 'several-machines'
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
  /** Which moment is the peak: the loss, one layer's backward pass, or the optimizer's step. */
  readonly moment: 'loss' | 'backward' | 'step'
  /** GiB of host memory of one machine, beyond the program itself. */
  readonly hostRam: number
  /** GiB on the disks of one machine. */
  readonly nvme: number
  readonly trainable: number
  readonly fits: Fits
  readonly unvalidated: readonly Unvalidated[]
}

/**
 * Reserved over allocated. Sharded runs allocate and free gathered layers all the time: 1.15 from two published pairs;
 * lengths that change from batch to batch leave holes (published runs: 20 to 40 % more).
 */
function reservedFactor(work: Workload): number {
  return (shardsWeights(work) ? 1.15 : 1.07) * (work.variableLength ? 1.15 : 1)
}

/** CUDA context, and NCCL's buffers when there is somebody to talk to, GiB (as published runs show it). */
const contextGib = (work: Workload): number => 0.5 + (gpuCount(work) > 1 ? 1 : 0)

/** Fits is `no` when reserved is above 0.97 × the card − 0.3 GiB, `tight` when the band's upper end is. */
export function verdict(reserved: number, high: number, cardGib: number): Fits {
  const limit = 0.97 * cardGib - 0.3
  return reserved > limit ? 'no' : high > limit ? 'tight' : 'yes'
}

export function memory(work: Workload): MemoryEstimate {
  const full = work.method === 'full'
  const shape = {
    targets: work.targets,
    rank: work.rank,
    dora: work.method === 'dora',
    bias: work.bias,
    modulesToSave: work.modulesToSave,
  }
  const trainable = full ? work.model.parameters.total : adapterParameters(work.model, shape)
  const each = trainableBytes(work)
  const by = division(work)
  const offloaded = work.offloadOptimizer !== 'none' && work.strategy !== 'single' && work.strategy !== 'ddp'
  const parametersAway = work.offloadParameters !== 'none' && shardsWeights(work)

  const weights = parametersAway ? 0 : weightsBytes(work) / by.weights
  const adapters = parametersAway ? 0 : (trainable * each.value) / by.adapters
  const wholeGradients = trainable * each.gradient
  const gradients = offloaded ? 0 : wholeGradients / by.gradients
  const optimizer = offloaded ? 0 : (trainable * each.optimizer) / by.optimizer
  const gather = gatherBytes(work)
  const buckets = bucketBytes(work, wholeGradients)
  const cast = (!full && work.adapterType === 'fp32' && work.autocast) || isFullMixed(work) ? 2 * trainable : 0
  const dequantization = dequantizationBytes(work)

  const act = activations(work)
  const atLoss = act.kept + act.last + act.logits + (full ? 0 : gradients)
  const atBackward = act.kept + act.last + act.layer + (full ? 0 : gradients)
  const atEnd = full ? gradients + act.layer : 0
  const lossPeak = atLoss >= atBackward && atLoss >= atEnd
  const endPeak = !lossPeak && atEnd > atBackward
  const base = weights + adapters + optimizer + gather + buckets + cast + dequantization

  const inParts: Record<Part, number> = {
    weights: weights / gib,
    adapters: adapters / gib,
    gradients: (full ? (endPeak ? gradients : 0) : gradients) / gib,
    optimizer: optimizer / gib,
    gather: gather / gib,
    buckets: buckets / gib,
    autocast: cast / gib,
    dequantization: dequantization / gib,
    activations: (lossPeak ? act.kept + act.last : endPeak ? act.layer : act.kept + act.last + act.layer) / gib,
    logits: (lossPeak ? act.logits : 0) / gib,
  }
  const allocated = (base + Math.max(atLoss, atBackward, atEnd)) / gib
  const reserved = allocated * reservedFactor(work)
  const context = contextGib(work)
  const why = unvalidated(work)
  const spread = 0.12 + 0.06 * Math.min(2, why.length)
  const high = reserved * (1 + spread)
  return {
    perGpu: { allocated, reserved, nvidiaSmi: reserved + context, low: reserved * (1 - spread), high },
    parts: inParts,
    overhead: { fragmentation: reserved - allocated, context },
    moment: lossPeak ? 'loss' : 'backward',
    hostRam: 0,
    nvme: 0,
    trainable,
    fits: verdict(reserved, high, work.gpu.memoryGib),
    unvalidated: why,
  }
}

const quiet: readonly Unvalidated[] = []

/** What no published run was found to check, in this workload. */
function unvalidated(work: Workload): readonly Unvalidated[] {
  const why: Unvalidated[] = []
  if (work.strategy === 'zero1') why.push('zero1')
  if (work.strategy === 'fsdp2') why.push('fsdp2')
  if (work.offloadOptimizer === 'nvme' || work.offloadParameters === 'nvme') why.push('nvme-offload')
  if (work.quantization === 'int8') why.push('int8')
  if (work.model.experts) why.push('experts')
  if (work.method === 'dora') why.push('dora')
  if (work.optimizer !== 'adamw' && work.optimizer !== 'adamw-8bit') why.push('optimizer')
  if (work.gpu.vendor !== 'NVIDIA') why.push('not-nvidia')
  if (work.model.verification === 'unconfirmed') why.push('model-unconfirmed')
  return why.length === 0 ? quiet : why
}
