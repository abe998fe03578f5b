/** What each GPU keeps, and what it sends in one optimizer step, under five ways of data parallelism: the formulas of the ZeRO paper, for full fine-tuning and for LoRA. */
import { page, type Source } from '../source.ts'

export const ways = ['ddp', 'zero1', 'zero2', 'zero3', 'fsdp'] as const
export type Way = (typeof ways)[number]

/** A training run, reduced to what the formulas need. */
export interface Training {
  /** Parameters of the model without the adapter. */
  readonly parameters: number
  /** Parameters of the adapter; 0 means that the model itself is trained. */
  readonly adapter: number
  readonly gpus: number
  /** Micro batches of one GPU in one optimizer step. */
  readonly accumulation: number
}

/** Bytes on one GPU. */
export interface Kept {
  readonly weights: number
  readonly gradients: number
  readonly optimizer: number
}

/** Bytes that one GPU sends in one optimizer step. */
export interface Sent {
  /** To gather weights. */
  readonly weights: number
  /** To add up gradients. */
  readonly gradients: number
}

export const shardingSources: readonly Source[] = [
  page('https://arxiv.org/abs/1910.02054', '2026-12-01'),
  page('https://arxiv.org/abs/2304.11277', '2026-12-01'),
  page('https://pytorch.org/docs/stable/notes/ddp.html', '2026-12-01'),
]

/**
 * Mixed precision with Adam (Rajbhandari et al. 2020, §3.1): 2 bytes for a weight, 2 for its gradient, and 12 for the
 * 32-bit weight and Adam's two averages.
 */
const bytes = { weight: 2, gradient: 2, optimizer: 12 } as const

/** Which kinds of state a way shards: more with every stage (figure 1 of the paper). FSDP shards all of them. */
export const sharded: Readonly<Record<Way, Readonly<Record<keyof Kept, boolean>>>> = {
  ddp: { weights: false, gradients: false, optimizer: false },
  zero1: { weights: false, gradients: false, optimizer: true },
  zero2: { weights: false, gradients: true, optimizer: true },
  zero3: { weights: true, gradients: true, optimizer: true },
  fsdp: { weights: true, gradients: true, optimizer: true },
}

export const trained = ({ parameters, adapter }: Training): number => (adapter === 0 ? parameters : adapter)

/** Bytes that one GPU keeps for the whole step; layers that are gathered for a moment aren't counted. */
export function kept(way: Way, training: Training): Kept {
  const share = (kind: keyof Kept) => (sharded[way][kind] ? training.gpus : 1)
  return {
    weights: (bytes.weight * (training.parameters + training.adapter)) / share('weights'),
    gradients: (bytes.gradient * trained(training)) / share('gradients'),
    optimizer: (bytes.optimizer * trained(training)) / share('optimizer'),
  }
}

export const total = ({ weights, gradients, optimizer }: Kept): number => weights + gradients + optimizer

/**
 * Bytes that one GPU sends (§7 of the paper). An all-gather and a reduce-scatter each move (N − 1)/N of their bytes, and
 * an all-reduce is both. DDP and stage 1 add up gradients once per optimizer step. From stage 2 on, gradients are
 * scattered after every micro batch. Stage 3 and FSDP gather every layer for the forward and for the backward pass of
 * every micro batch. With gradient checkpointing there can be a third gather, which isn't counted here.
 */
export function sent(way: Way, training: Training): Sent {
  const part = (training.gpus - 1) / training.gpus
  const gradients = bytes.gradient * trained(training) * part
  const updated = bytes.weight * trained(training) * part
  const { accumulation } = training
  if (sharded[way].weights)
    return {
      weights: 2 * bytes.weight * training.parameters * part * accumulation,
      gradients: gradients * accumulation,
    }
  // Every GPU updates its shard, and gathers the trained weights from the others.
  if (way === 'zero2') return { weights: updated, gradients: gradients * accumulation }
  if (way === 'zero1') return { weights: updated, gradients }
  return { weights: 0, gradients: 2 * gradients }
}

/** Moments of one layer in one training step, when its weights are sharded. */
export const moments = ['sharded', 'gather', 'forward', 'free', 'gather-again', 'backward', 'scatter'] as const
export type Moment = (typeof moments)[number]

/** What one GPU has of that layer at a moment: a shard or all of it, and of its gradients. */
export function layerAt(
  way: Way,
  moment: Moment,
): { readonly weights: 'shard' | 'whole'; readonly gradients: 'none' | 'shard' | 'whole' } {
  const gathered = moment === 'gather' || moment === 'forward' || moment === 'gather-again' || moment === 'backward'
  return {
    weights: !sharded[way].weights || gathered ? 'whole' : 'shard',
    gradients:
      moment === 'backward' ? 'whole' : moment === 'scatter' ? (sharded[way].gradients ? 'shard' : 'whole') : 'none',
  }
}

/** Models of the experiment, with the adapter of their usual recipe. */
export const shardingModels = [
  /** The adapter of the MLPerf reference: rank 16 on the attention matrices. */
  {
    id: '70b',
    name: 'Llama 2 70B',
    model: 'meta-llama/Llama-2-70b-hf',
    parameters: 68_976_648_192,
    adapter: 44_564_480,
  },
  /** Rank 16 on all linear layers. */
  { id: '8b', name: 'Llama 3.1 8B', model: 'meta-llama/Llama-3.1-8B', parameters: 8_030_261_248, adapter: 41_943_040 },
] as const
