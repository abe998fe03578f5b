/** Bytes that one GPU sends for a strategy, in every micro batch and in every optimizer step. */
import { trainableParameters } from './trainables.ts'
import { weightsBytes } from './weights.ts'
import { gpuCount, shardCount, shardsWeights, type Workload } from './workload.ts'

export interface Wire {
  readonly everyMicroBatch: number
  readonly everyStep: number
}
const nothing: Wire = { everyMicroBatch: 0, everyStep: 0 }

/**
 * An all-reduce moves 2 × (n − 1)/n of its bytes through each GPU, a gather or scatter (n − 1)/n
 * (Rajbhandari et al. 2020, arXiv 1910.02054, §7). Sharded weights are gathered for every pass over a layer, in every
 * micro batch; gradients of what trains are scattered in every micro batch under ZeRO-2, ZeRO-3 and FSDP, else reduced
 * once a step.
 */
export function bytesOnTheWire(work: Workload): Wire {
  const gpus = gpuCount(work)
  if (gpus === 1) return nothing
  const share = (gpus - 1) / gpus
  const shards = shardCount(work)
  const full = work.method === 'full'
  const trainable = trainableParameters(work)
  const gradient = trainable * (full || work.strategy.startsWith('zero') || work.adapterType === 'bf16' ? 2 : 4)
  if (shardsWeights(work)) {
    const gathers = work.reshard ? 2 + (work.checkpointing ? 1 : 0) : 1
    const gathered = (gathers * weightsBytes(work) * (shards - 1)) / (shards * work.tensorSplit)
    return { everyMicroBatch: gathered + share * gradient, everyStep: 0 }
  }
  if (work.strategy === 'zero2') return { everyMicroBatch: share * gradient, everyStep: share * gradient }
  if (work.strategy === 'zero1') return { everyMicroBatch: 0, everyStep: 2 * share * gradient }
  return { everyMicroBatch: 0, everyStep: 2 * share * gradient }
}
