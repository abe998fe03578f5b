/** Peak memory of one GPU as named parts, what the allocator and the driver add, and what the host must hold. */
import { type Allocator, allocator, contextGib, reservedGib } from './allocator.ts'
import { type HostMemory, hostMemory } from './host.ts'
import { type Moment, type Part, type Peak, type Phase, parts, peaksOf, phases, stateOf } from './moments.ts'
import { shardsWeights, type Workload } from './workload.ts'

const gib = 2 ** 30

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
  | 'lengths'
  | 'compile'

export type Fits = 'yes' | 'tight' | 'no'

/** The peak of one phase, GiB of one GPU. */
export interface PhasePeak {
  readonly phase: Phase
  readonly moment: Moment
  readonly allocated: number
  readonly reserved: number
  readonly nvidiaSmi: number
}

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
  /** Which phase is the worst, and which moment of it is the peak. */
  readonly phase: Phase
  readonly moment: Moment
  /** Every phase that the run has, in the order of the run. */
  readonly phases: readonly PhasePeak[]
  /** GiB of one machine's memory, beyond the program itself, at the worst time, and by phase. */
  readonly hostRam: number
  readonly host: HostMemory
  /** GiB on the disks of one machine. */
  readonly nvme: number
  readonly trainable: number
  /** The worse of the two below. */
  readonly fits: Fits
  readonly gpuFits: Fits
  /** Null if the memory of a machine is not set. */
  readonly hostFits: Fits | null
  readonly unvalidated: readonly Unvalidated[]
}

/** Fits is `no` when what is needed is above 0.97 × the card − 0.3 GiB, `tight` when the band's upper end is. */
export function verdict(needed: number, high: number, cardGib: number): Fits {
  const limit = 0.97 * cardGib - 0.3
  return needed > limit ? 'no' : high > limit ? 'tight' : 'yes'
}

/** GiB of a machine's memory that the system and the Python processes need for themselves (a guess: 2 GiB, and 2 for each GPU's process). */
const programs = (work: Workload): number => 2 + 2 * work.gpusPerMachine

/** Whether the machine's own memory suffices; null if its size is not set. */
function hostVerdict(work: Workload, needed: number): Fits | null {
  if (work.hostMemoryGib === null) return null
  const free = work.hostMemoryGib - programs(work)
  return needed > work.hostMemoryGib ? 'no' : needed > free ? 'tight' : 'yes'
}

const order: readonly Fits[] = ['yes', 'tight', 'no']
const worse = (one: Fits, other: Fits | null): Fits =>
  other !== null && order.indexOf(other) > order.indexOf(one) ? other : one

interface Sized {
  readonly peak: Peak
  readonly allocated: number
  readonly reserved: number
  /**
   * What cannot be done without: where lengths vary, the allocator gives holes back and tries again before it fails
   * (torch 2.13, c10/cuda/CUDACachingAllocator.cpp, `release_cached_blocks`).
   */
  readonly needed: number
}

/** Bytes of a moment as GiB, and what the allocator makes of them. */
function sized(work: Workload, peak: Peak, fit: Allocator): Sized {
  let all = 0
  let lasting = 0
  for (const part of parts) {
    const bytes = peak.bytes[part] ?? 0
    all += bytes
    if (useOf[part] < 2) lasting += bytes
  }
  const allocated = all / gib
  const reservedIf = (one: Workload): number =>
    Math.max(allocated, work.memoryFactor * reservedGib(one, lasting / gib, (all - lasting) / gib, fit))
  const reserved = reservedIf(work)
  const needed = work.variableLength ? reservedIf({ ...work, variableLength: false }) : reserved
  return { peak, allocated, reserved, needed }
}

/** The largest moment of every phase. */
function largestOf(work: Workload, peaks: readonly Peak[], fit: Allocator): ReadonlyMap<Phase, Sized> {
  const largest = new Map<Phase, Sized>()
  for (const peak of peaks) {
    const now = sized(work, peak, fit)
    const known = largest.get(peak.phase)
    if (!known || now.allocated > known.allocated) largest.set(peak.phase, now)
  }
  return largest
}

/** Half width of the band around reserved, as a share. */
function spreadOf(work: Workload, why: readonly Unvalidated[]): number {
  const doubts = why.filter((one) => one !== 'gpu-unconfirmed').length
  const guess = work.model.verification === 'guessed' ? 0.15 : 0
  return 0.1 + 0.05 * Math.min(2, doubts) + (work.variableLength ? 0.25 : 0) + guess
}

/** Peak memory; `fit` only where another calibration of the allocator is tried. */
export function memory(work: Workload, fit: Allocator = allocator): MemoryEstimate {
  const state = stateOf(work)
  const largest = largestOf(work, peaksOf(work, state), fit)
  let worst = largest.get('step') as Sized
  for (const one of largest.values()) if (one.reserved > worst.reserved) worst = one
  const { peak, allocated, reserved, needed } = worst
  const context = contextGib(work, fit)
  // What is paged is shown while it is on the GPU.
  const paged = Math.min(state.paged / gib, Math.max(0, work.gpu.memoryGib - reserved - context))
  const inParts = {} as Record<Part, number>
  for (const part of parts) inParts[part] = (peak.bytes[part] ?? 0) / gib
  const why = unvalidated(work)
  const spread = spreadOf(work, why)
  const high = reserved * (1 + spread)
  const host = hostMemory(work, state)
  const hostRam = Math.max(host.step, host.save)
  const gpuFits = verdict(needed, high, work.gpu.memoryGib)
  const hostFits = hostVerdict(work, Math.max(host.load, hostRam))
  return {
    perGpu: {
      allocated,
      reserved,
      nvidiaSmi: reserved + context + paged,
      low: Math.max(allocated, reserved * (1 - spread)),
      high,
    },
    parts: inParts,
    overhead: { fragmentation: reserved - allocated, context: context + paged },
    phase: peak.phase,
    moment: peak.moment,
    phases: phases.flatMap((phase): PhasePeak[] => {
      const one = largest.get(phase)
      if (!one) return []
      return [
        {
          phase,
          moment: one.peak.moment,
          allocated: one.allocated,
          reserved: one.reserved,
          nvidiaSmi: one.reserved + context,
        },
      ]
    }),
    hostRam,
    host,
    nvme: host.nvme,
    trainable: state.trainable,
    fits: worse(gpuFits, hostFits),
    gpuFits,
    hostFits,
    unvalidated: why,
  }
}

export { type Moment, type Part, type Phase, parts, phases } from './moments.ts'

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
  if (work.guessedLengths) why.push('lengths')
  if (work.compiled) why.push('compile')
  if (work.method === 'dora') why.push('dora')
  if (work.optimizer !== 'adamw' && work.optimizer !== 'adamw-8bit') why.push('optimizer')
  if (work.gpu.vendor !== 'NVIDIA') why.push('not-nvidia')
  if (work.model.verification === 'guessed') why.push('model-guessed')
  if (work.model.verification === 'unconfirmed') why.push('model-unconfirmed')
  if (work.gpu.verification === 'unconfirmed') why.push('gpu-unconfirmed')
  return why.length === 0 ? quiet : why
}
