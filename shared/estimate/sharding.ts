/** How a strategy divides weights and training state among the GPUs, and what it needs beside them. */
import { layerBytes, weightBytes, weightsBytes } from './weights.ts'
import { isQuantized, shardCount, shardsWeights, type Workload } from './workload.ts'

/** By what each kind of state is divided. */
export interface Division {
  readonly weights: number
  readonly adapters: number
  readonly gradients: number
  readonly optimizer: number
}

/**
 * ZeRO-1 divides optimizer state, ZeRO-2 gradients too, ZeRO-3 and FSDP weights too (Rajbhandari et al. 2020,
 * arXiv 1910.02054, figure 1; Zhao et al. 2023, arXiv 2304.11277). Quantized weights are divided only when stored in a
 * float type (`bnb_4bit_quant_storage`).
 */
export function division(work: Workload): Division {
  const shards = shardCount(work)
  const whole = shardsWeights(work)
  const split = work.tensorSplit
  return {
    weights: split * (whole && (!isQuantized(work) || work.shardableQuantization) ? shards : 1),
    adapters: split * (whole ? shards : 1),
    gradients: split * (whole || work.strategy === 'zero2' ? shards : 1),
    optimizer: split * (whole || work.strategy === 'zero2' || work.strategy === 'zero1' ? shards : 1),
  }
}

/** Elements of one DeepSpeed bucket. */
const bucket = (work: Workload): number => work.bucketElements ?? work.model.hidden * work.model.hidden

/**
 * Bytes of gathered weights that are whole at the peak. ZeRO-3 keeps up to `stage3_max_live_parameters`, in practice two
 * layers, never less than the output matrix (deepspeed 0.19.6, runtime/zero/partitioned_param_coordinator.py). FSDP1
 * holds two layers (the next is prefetched) and the root unit, which is not resharded after forward; FSDP2 two layers and
 * the output matrix (torch 2.13, distributed/fsdp). Weights that are not resharded after the forward pass are all there.
 */
export function gatherBytes(work: Workload): number {
  if (!shardsWeights(work)) return 0
  if (!work.reshard) return (weightsBytes(work) / work.tensorSplit) * (1 - 1 / shardCount(work))
  const { vocabulary, hidden, parameters } = work.model
  const matrix = vocabulary * hidden
  const quantized = isQuantized(work)
  if (work.strategy === 'zero3') {
    if (quantized) return 2 * layerBytes(work) + 2 * matrix
    return weightBytes(work) * Math.max(Math.min(work.maxLiveParameters, 2 * parameters.layer), matrix)
  }
  const two = 2 * layerBytes(work)
  const outside = matrix * (work.model.tied ? 1 : 2)
  return two + (work.strategy === 'fsdp1' ? outside * (work.upcast && quantized ? 4 : 2) : 2 * matrix)
}

/** Bytes of communication buffers: DDP's buckets hold all trainable gradients; DeepSpeed has two of two bytes an element. */
export function bucketBytes(work: Workload, gradients: number): number {
  if (work.strategy === 'ddp') return gradients
  return work.strategy.startsWith('zero') ? 4 * bucket(work) : 0
}

/**
 * Bytes that pass through the GPU because state is offloaded. ZeRO-2 keeps one buffer of its largest parameter, through
 * which gradients leave (deepspeed 0.19.6, stage_1_and_2.py, `temp_grad_buffer_for_gpu_offload`). Sharded weights come
 * back a shard at a time before they are gathered, two layers' worth where the next one is prefetched.
 */
export function stagingBytes(work: Workload): number {
  const { vocabulary, hidden } = work.model
  let bytes = 0
  if (work.offloadOptimizer !== 'none' && (work.strategy === 'zero1' || work.strategy === 'zero2')) {
    const whole = work.method === 'full' || work.modulesToSave.length > 0
    bytes += 2 * (whole ? vocabulary * hidden : work.rank * Math.max(hidden, work.model.intermediate))
  }
  if (work.offloadParameters !== 'none' && shardsWeights(work)) bytes += (2 * layerBytes(work)) / shardCount(work)
  return bytes
}

/**
 * Bytes of weights that are whole on a GPU while they are gathered to be saved: under ZeRO-3 one module at a time
 * (deepspeed 0.19.6, engine.py, `_zero3_consolidated_16bit_state_dict`), under FSDP1 one unit, the root's the largest, under
 * FSDP2 one parameter (torch 2.13, distributed/checkpoint/state_dict.py).
 */
export function savingBytes(work: Workload): number {
  if (!shardsWeights(work) || !work.gathersToSave) return 0
  const { vocabulary, hidden, tied } = work.model
  const matrix = vocabulary * hidden * weightBytes(work)
  if (work.strategy !== 'fsdp1') return matrix
  return Math.max(matrix * (tied ? 1 : 2), layerBytes(work))
}
