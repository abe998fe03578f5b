/** Time of an optimizer step as a range: arithmetic, memory traffic, launches, dequantization and communication. */
import type { Gpu } from '../catalog/gpu.ts'
import { activeIntermediate } from './activations.ts'
import { bytesOnTheWire } from './communication.ts'
import { adapterParameters, adapterShape, extraParameters, targetedLinears, trainableParameters } from './trainables.ts'
import { weightBytes } from './weights.ts'
import {
  dataParallel,
  gpuCount,
  isQuantized,
  shardsWeights,
  tokensPerMicroBatch,
  usesAdapter,
  type Workload,
} from './workload.ts'

/**
 * What is fitted to published runs (scripts/score-estimator.ts fits and scores them, one source left out at a time).
 * Everything else in this file follows from shapes and data sheets.
 */
export interface Calibration {
  /** Share of the data sheet's dense arithmetic that large matrix products reach. */
  readonly matmul: number
  /** Bytes of memory traffic for one token in one layer and one pass, in units of hidden size, outside matrix products. */
  readonly traffic: number
  /** The same that adapters add for each hidden-size input they read. */
  readonly adapterTraffic: number
  /** Seconds to launch one layer's kernels in one pass; a floor that small batches run into. */
  readonly launch: number
  /** Bytes of traffic for each quantized weight and pass: NF4, int8; and GPTQ in plain PyTorch. */
  readonly dequantization: number
  readonly gptqDequantization: number
  /** Share of a link's bandwidth in one direction that collectives reach. */
  readonly link: number
  /** How launches, arithmetic and communication overlap: 1 = one after the other, infinity = the longest one only. */
  readonly overlap: number
  /** Seconds to gather one small module across machines or GPUs: Python hooks and a collective's latency (one published run). */
  readonly gather: number
  /** What hooks around sharded weights (ZeRO-3, FSDP) multiply `launch` by. */
  readonly hooks: number
  /** Share of FP8 arithmetic that vendors' tuned MLPerf stacks reach, and their traffic as above. */
  readonly vendor: number
  readonly vendorTraffic: number
  /** What it costs them to split one sequence among GPUs: time grows with this power of the number of pieces. */
  readonly vendorSplit: number
}

export const calibration: Calibration = {
  matmul: 0.71,
  traffic: 310,
  adapterTraffic: 18.2,
  launch: 0.00182,
  dequantization: 11.4,
  gptqDequantization: 23.8,
  link: 0.454,
  overlap: 1.86,
  gather: 0.00115,
  hooks: 1.75,
  vendor: 0.65,
  vendorTraffic: 570,
  vendorSplit: 0.088,
}

export interface SpeedEstimate {
  /** Seconds of one optimizer step, the likely range. */
  readonly stepSeconds: readonly [number, number]
  /** Tokens a second of the whole run, padding not counted. */
  readonly tokensPerSecond: readonly [number, number]
  /** Floating-point operations of one optimizer step on one GPU. */
  readonly flops: number
  /** Share of the data sheet's dense 16-bit arithmetic that the middle of the range means. */
  readonly utilization: number
  /** Seconds of one optimizer step by cause, before what overlaps is taken off. */
  readonly causes: Readonly<Record<SpeedCause, number>>
  /** Which cause is the longest. */
  readonly bound: SpeedCause
}
export type SpeedCause =
  | 'arithmetic'
  | 'traffic'
  | 'launch'
  | 'dequantization'
  | 'communication'
  | 'offload'
  | 'optimizer'

/** How many times a layer's forward work is done in a step: forward, gradients of inputs, of weights, recomputation. */
export function passes(work: Workload): number {
  return 2 + (work.method === 'full' ? 1 : 0) + (work.checkpointing ? 1 : 0)
}

/** Floating-point operations of attention for one token, forward. */
const attentionFlops = ({ model, attention, sequenceLength, attended }: Workload): number =>
  2 * model.heads * model.headDim * (attended ?? sequenceLength) * model.layers * (attention === 'eager' ? 2 : 1)

/**
 * Floating-point operations of a forward pass for one token: two for each weight it meets (Kaplan et al. 2020, arXiv
 * 2001.08361, §2.1), and attention over half the sequence, 2 × 2 × s/2 × heads × head size in each layer (causal).
 */
export function forwardFlops(work: Workload): number {
  const { model } = work
  const experts = model.experts
  const linear =
    model.parameters.linear +
    (experts ? experts.layers * experts.perToken * 3 * model.hidden * experts.intermediate : 0)
  const adapters = usesAdapter(work) ? 2 * adapterParameters(model, adapterShape(work)) : 0
  return 2 * (linear + model.hidden * model.vocabulary) + attentionFlops(work) + adapters
}

/** How often a layer's kernels run in a micro batch: forward, backward, recomputation. */
const layerPasses = (work: Workload): number => 2 + (work.checkpointing ? 1 : 0)

/** Parameters that are made whole again for every pass: a batch visits all experts. */
const quantizedParameters = ({ model, quantizedExperts }: Workload): number =>
  model.parameters.linear + (quantizedExperts ? (model.experts?.parameters ?? 0) : 0)

/**
 * Seconds that a loop over experts launches kernels for, in one pass over the model. An expert has three of a layer's seven
 * linear modules; under ZeRO-3 and FSDP each of its modules is gathered by itself.
 */
function expertLaunches({ model, expertLoop, ...work }: Workload, fit: Calibration): number {
  if (!model.experts || !expertLoop) return 0
  const each = (3 / 7) * fit.launch + (work.strategy === 'zero3' ? 3 * fit.gather : 0)
  return model.experts.layers * model.experts.count * each
}

/**
 * Share of the data sheet that GPUs since Hopper sustain beside those before. Published training runs use 38 to 43 % of
 * H100s in BF16 (Llama 3, arXiv 2407.21783, table 4) and 51 to 57 % of A100s (Megatron-LM, arXiv 2205.05198, table 3): power
 * limits clocks, and memory did not become faster by as much as arithmetic.
 */
const sustained = (gpu: Gpu): number => (gpu.tflops >= 500 ? 0.75 : 1)

/** FlashAttention-2 and SDPA reach 35 % of an H100 (FlashAttention-3, arXiv 2407.08608, §1), half of what they do on older GPUs. */
const attentionSlower = (work: Workload): number =>
  work.gpu.tflops >= 500 && work.attention !== 'eager' ? 0.5 * attentionFlops(work) : 0

/** Rows of a tile of a matrix product; half of one is empty for each expert on average. */
const tile = 128

/**
 * Floating-point operations that the experts' products take more than they count: every expert has rows of its own, and
 * the last tile of them is half empty.
 */
function emptyTiles({ model }: Workload, tokens: number): number {
  const experts = model.experts
  if (!experts) return 0
  const visited = Math.min(experts.count, tokens * experts.perToken)
  return experts.layers * visited * (tile / 2) * 6 * model.hidden * experts.intermediate
}

/** The middle estimate of one optimizer step, seconds, by cause. */
export function stepCauses(work: Workload, fit: Calibration = calibration): Readonly<Record<SpeedCause, number>> {
  const { model, gpu } = work
  const tokens = tokensPerMicroBatch(work) * work.fill * work.padding
  const rounds = passes(work)
  const micro = work.accumulation
  const savedModules = usesAdapter(work) ? 2 * extraParameters(model, adapterShape(work)) : 0
  const forward = forwardFlops(work) + attentionSlower(work)
  const flops = (forward * rounds + savedModules) * tokens + emptyTiles(work, tokens) * rounds
  const tflops = work.weightType === 'fp32' && !work.autocast ? gpu.tflops / 4 : gpu.tflops
  const eager = work.attention === 'eager' ? 12 * model.heads * work.sequenceLength * work.fill : 0
  const reads = usesAdapter(work) ? targetedLinears(model, work.targets).reduce((sum, linear) => sum + linear.in, 0) : 0
  const bytes =
    fit.traffic * model.hidden +
    6 * activeIntermediate(work) +
    fit.adapterTraffic * reads * (work.dropout > 0 ? 1.5 : 1) +
    eager
  const kernels = (work.stack === 'unsloth' ? 0.5 : 1) * (work.ligerKernels ? 0.8 : 1)
  const nested = work.quantization === 'nf4' && work.doubleQuantization ? 1.05 : 1
  const quantizedBytes = work.quantization === 'gptq4' ? fit.gptqDequantization : nested * fit.dequantization
  const layersPasses = model.layers * layerPasses(work)
  const wire = bytesOnTheWire(work)
  const bandwidth = linkBytesPerSecond(work, fit)
  const away = offloadBytes(work)
  return {
    arithmetic: (micro * flops) / (tflops * 1e12 * fit.matmul * sustained(gpu) * work.tensorSplit),
    traffic: (micro * kernels * tokens * layersPasses * bytes) / (gpu.bandwidth * 1e9),
    launch:
      micro *
      layerPasses(work) *
      (model.layers * fit.launch * kernels * (shardsWeights(work) ? fit.hooks : 1) + expertLaunches(work, fit)),
    dequantization: isQuantized(work)
      ? (micro * layerPasses(work) * quantizedParameters(work) * quantizedBytes) / (gpu.bandwidth * 1e9)
      : 0,
    communication: (micro * wire.everyMicroBatch + wire.everyStep) / bandwidth,
    offload: (micro * away.everyMicroBatch + away.everyStep) / (gpu.hostBandwidth * 1e9) + away.hostSeconds,
    optimizer: optimizerBytes(work) / (gpu.bandwidth * 1e9),
  }
}

/** Bytes a second between two GPUs: the slower of the links inside a machine and between machines. */
function linkBytesPerSecond(work: Workload, fit: Calibration): number {
  const inside = (work.gpu.linkBandwidth / 2) * 1e9 * fit.link * (work.gpu.link === 'pcie' ? 0.5 : 1)
  const outside = work.machines > 1 ? betweenMachines(work.gpu) * 1e9 : Number.POSITIVE_INFINITY
  return Math.min(inside, outside)
}

/** GB/s of one GPU's share of the network: one 400 Gbit/s adapter for each of the newest, 200 before, 100 without NVLink. */
const betweenMachines = (gpu: Gpu): number => (gpu.link === 'pcie' ? 11 : gpu.tflops >= 500 ? 40 : 20)

interface Moved {
  readonly everyMicroBatch: number
  readonly everyStep: number
  readonly hostSeconds: number
}

/** Bytes to and from the host of one GPU, and the time the CPU's Adam takes (5e8 parameters a second and GPU, a guess). */
function offloadBytes(work: Workload): Moved {
  const gpus = gpuCount(work)
  const weights = work.model.parameters.total * weightBytes(work)
  const trainable = trainableParameters(work)
  const state = work.offloadOptimizer !== 'none'
  const slow = work.offloadOptimizer === 'nvme' ? 4 : 1
  return {
    everyMicroBatch:
      work.offloadParameters !== 'none'
        ? ((passes(work) - 1) * weights * (work.offloadParameters === 'nvme' ? 4 : 1)) / gpus
        : 0,
    everyStep: state ? (slow * 4 * trainable) / gpus : 0,
    hostSeconds: state ? trainable / gpus / 5e8 : 0,
  }
}

/** Bytes that an optimizer step reads and writes: gradients, values and both moments. */
function optimizerBytes(work: Workload): number {
  if (work.offloadOptimizer !== 'none') return 0
  const trainable = trainableParameters(work)
  const shared = work.strategy === 'single' || work.strategy === 'ddp' ? 1 : gpuCount(work)
  return (28 * trainable) / shared
}

/** The middle estimate of one optimizer step, seconds. */
export function stepSeconds(work: Workload, fit: Calibration = calibration): number {
  const cause = stepCauses(work, fit)
  const working = cause.arithmetic + cause.traffic
  const computing = (working ** fit.overlap + cause.launch ** fit.overlap) ** (1 / fit.overlap) + cause.dequantization
  const moving = cause.communication + cause.offload
  return work.stepFactor * ((computing ** fit.overlap + moving ** fit.overlap) ** (1 / fit.overlap) + cause.optimizer)
}

/**
 * Seconds of one step of a vendor's tuned stack (NeMo and the like: FP8, tensor and context parallelism) on the MLPerf
 * task; what the best known software does with the hardware. `sequences` is the global batch.
 */
export function vendorStepSeconds(work: Workload, sequences: number, fit: Calibration = calibration): number {
  const gpus = gpuCount(work)
  const flops = forwardFlops(work) * work.sequenceLength * sequences * 2
  const peak = (work.gpu.fp8Tflops ?? work.gpu.tflops) * 1e12 * fit.vendor
  const degree = Math.max(1, gpus / sequences)
  const { hidden, layers } = work.model
  const traffic = 2 * fit.vendorTraffic * hidden * layers * work.sequenceLength * sequences
  return (flops / peak + traffic / (work.gpu.bandwidth * 1e9)) * (degree ** fit.vendorSplit / gpus)
}

/**
 * Half width of the range, as a factor: published runs of known stacks fall inside it four times in five. Few were found
 * of experts and of sharded weights.
 */
const spreadOf = (work: Workload): number => (work.model.experts ? 1.5 : shardsWeights(work) ? 1.4 : 1.3)

/** What a run will take. */
export function speed(work: Workload, fit: Calibration = calibration): SpeedEstimate {
  const middle = stepSeconds(work, fit)
  const spread = spreadOf(work)
  const causes = stepCauses(work, fit)
  const tokens = tokensPerMicroBatch(work) * work.fill * work.accumulation * dataParallel(work) * work.sequenceSplit
  const flops =
    forwardFlops(work) * tokensPerMicroBatch(work) * work.fill * work.padding * passes(work) * work.accumulation
  const range: readonly [number, number] = [middle / spread, middle * spread]
  let bound: SpeedCause = 'arithmetic'
  for (const cause of Object.keys(causes) as SpeedCause[]) if (causes[cause] > causes[bound]) bound = cause
  return {
    stepSeconds: range,
    tokensPerSecond: [tokens / range[1], tokens / range[0]],
    flops,
    utilization: flops / (middle * work.gpu.tflops * 1e12),
    causes,
    bound,
  }
}

/** What finishing takes: hours, and money when a GPU hour has a price. */
export interface Cost {
  readonly hours: readonly [number, number]
  /** In the currency of the price; null without one. */
  readonly price: readonly [number, number] | null
}

/** Hours and cost of `tokens` tokens (all epochs) at `pricePerGpuHour`. */
export function cost(work: Workload, estimate: SpeedEstimate, tokens: number, pricePerGpuHour: number | null): Cost {
  const [slow, fast] = estimate.tokensPerSecond
  const hours: readonly [number, number] = [tokens / fast / 3600, tokens / slow / 3600]
  const rate = pricePerGpuHour === null ? null : pricePerGpuHour * gpuCount(work)
  return { hours, price: rate === null ? null : [hours[0] * rate, hours[1] * rate] }
}
