/** What a model family is: the layout of a decoder layer as data, so that every size in it follows from a model's numbers. */

import type { Source } from '../source.ts'
import type { ExpertTargets, LinearRole } from './model.ts'

/**
 * A width, by what it is called. `fusedQueryKeyValue` = query + 2 × key-value; `fusedGateUp` = 2 × intermediate.
 * The `latent…` widths are those of multi-head latent attention; `shared` is the shared expert of a mixture.
 */
export type Width =
  | 'one'
  | 'hidden'
  | 'headDim'
  | 'heads'
  | 'query'
  | 'keyValue'
  | 'fusedQueryKeyValue'
  | 'intermediate'
  | 'fusedGateUp'
  | 'shared'
  | 'latentQueryRank'
  | 'latentQuery'
  | 'latentKeyValueRank'
  | 'latentCompressed'
  | 'latentKeyValue'
  | 'latentValue'

/** Whether a module has a bias: always, never, or as the model's numbers say. */
export type Bias = boolean | 'attention' | 'mlp'

/** [path inside the layer, role, input width, output width, bias] */
export type LinearLayout = readonly [path: string, role: LinearRole, from: Width, to: Width, bias?: Bias]

export interface Family {
  /** `model_type` in config.json; several types may share one layout. */
  readonly types: readonly string[]
  readonly layerClass: string
  /** Types whose class has a name of its own. */
  readonly layerClasses?: Readonly<Record<string, string>>
  /** Modules that every layer has. */
  readonly linears: readonly LinearLayout[]
  /** Modules of the dense feed-forward network; absent from a layer that has experts. */
  readonly mlp: readonly LinearLayout[]
  /** Modules that only a layer with experts has (the shared expert). */
  readonly expertLinears?: readonly LinearLayout[]
  /** Names by which PEFT reaches the routed experts. */
  readonly expertTargets?: ExpertTargets
  /** Biases inside the routed experts and their router. */
  readonly expertBias?: boolean
  readonly gated: boolean
  /** Widths of the norms' weights in one layer. */
  readonly norms: readonly Width[]
  /** Norms have a bias as well. */
  readonly normBias?: boolean
  /** How many copies of the layer's input its norms keep, where it is not one for each norm of hidden width. */
  readonly normCopies?: number
  /** Bytes that the feed-forward network keeps for each unit of its width; 6 with a gate (SwiGLU), 2 with a built-in activation, 8 with GELU written out. */
  readonly mlpBytes?: number
  /** The norm after the last layer has no parameters. */
  readonly plainFinalNorm?: boolean
  /** Other parameters of a layer (attention sinks). */
  readonly extra?: readonly Width[]
  /** A norm right after the token embedding. */
  readonly embeddingNorm?: boolean
  /** Learned positions: rows beyond the longest sequence. */
  readonly learnedPositions?: number
  /** The output matrix has a bias. */
  readonly headBias?: boolean
  /** Linear modules are GPT-2's Conv1D. */
  readonly convolution?: boolean
  /** Whether the family ties the output matrix when config.json does not say. */
  readonly tied: boolean
  /** PEFT's own choice of targets. */
  readonly defaultTargets: readonly string[]
  readonly sources: readonly Source[]
}
