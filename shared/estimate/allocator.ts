/** From what tensors take to what PyTorch's allocator holds and nvidia-smi shows. */
import { gpuCount, shardsWeights, type Workload } from './workload.ts'

/**
 * The only numbers of the memory model that are fitted to published runs; scripts/score-estimator.ts also judges them
 * with each source left out of the fit.
 */
export interface Allocator {
  /** Reserved over allocated of what lasts: weights and training state sit in large blocks and waste little. */
  readonly whole: number
  /** The same where weights are sharded, and gathered and freed all the time. */
  readonly sharded: number
  /** Reserved over allocated of what comes and goes, where every batch has one size. */
  readonly steady: number
  /** The same where lengths change from batch to batch and leave holes. */
  readonly varying: number
  /** GiB that large runs have on top: workspaces, blocks that loading left behind, rounding of many large blocks. */
  readonly floor: number
  /** GiB of a run in which most of `floor` is reached; a small run has little to waste. */
  readonly reach: number
  /** The same under Unsloth, which allocates gradient and workspace buffers once and uses them again. */
  readonly reusedFloor: number
  /** GiB of the CUDA context with the kernels of a training stack, on any GPU. */
  readonly context: number
  /** GiB more of it for each GiB of the GPU: a larger GPU has more multiprocessors to keep state for. */
  readonly contextShare: number
  /** GiB of NCCL's buffers, when there is somebody to talk to. */
  readonly communication: number
}

/** Near the fit to all sources, and with what nobody can tell apart put into the context, so that it decides no verdict. */
export const allocator: Allocator = {
  whole: 1.06,
  sharded: 1.15,
  steady: 1.05,
  varying: 1.75,
  floor: 1.6,
  reach: 8,
  reusedFloor: 0.5,
  context: 0.5,
  contextShare: 0.012,
  communication: 1,
}

/** GiB that the allocator holds (torch.cuda.max_memory_reserved), from GiB that last and GiB that come and go. */
export function reservedGib(work: Workload, lasting: number, passing: number, fit: Allocator): number {
  if (work.stack === 'unsloth') return lasting * fit.whole + passing + fit.reusedFloor
  const holes = work.variableLength ? fit.varying : fit.steady
  const floor = fit.floor * (1 - Math.exp(-(lasting + passing) / fit.reach))
  return lasting * (shardsWeights(work) ? fit.sharded : fit.whole) + passing * holes + floor
}

/** GiB that nvidia-smi shows on top. */
export const contextGib = (work: Workload, fit: Allocator): number =>
  fit.context + fit.contextShare * work.gpu.memoryGib + (gpuCount(work) > 1 ? fit.communication : 0)
