/** What a model is to an estimate: its shape, where every parameter sits, and which modules an adapter can reach. */
import type { Source } from '../source.ts'

/**
 * How far an entry was checked. `read`: the numbers were read at the source. `total`: recalled, and the parameter total
 * they give equals the published one to the last parameter. `unconfirmed`: recalled only, or computed without running.
 * `guessed`: the numbers are those of another model, or of a layout that only seems to fit.
 */
export type ModelVerification = 'read' | 'total' | 'unconfirmed' | 'guessed'

/** Where in the decoder layer a linear module sits; modules of the same role read the same input. */
export type LinearRole = 'attention-input' | 'attention-output' | 'mlp-input' | 'mlp-output' | 'other'

/** A linear module that a decoder layer has, once per layer. */
export interface Linear {
  /** The module's path inside the decoder layer, e.g. `self_attn.q_proj`. */
  readonly path: string
  readonly role: LinearRole
  /** Input features. */
  readonly in: number
  /** Output features. */
  readonly out: number
  readonly bias: boolean
  /** In how many of the decoder layers it is found. */
  readonly layers: number
}

/**
 * Names in `target_modules` that PEFT turns into the fused parameters of the routed experts, for the families where it
 * does. It puts no adapter on other modules of those names then, and refuses one of the `gateUp` names without the other.
 */
export interface ExpertTargets {
  readonly router: string
  readonly gateUp: readonly [string, string]
  readonly down: string
}

/** A mixture of experts, as Transformers 5 stores it: fused three-dimensional parameters, not linear modules. */
export interface Experts {
  /** Routed experts in one layer. */
  readonly count: number
  /** Experts that each token visits. */
  readonly perToken: number
  /** Width of one routed expert. */
  readonly intermediate: number
  /** Width of the shared expert, 0 without one. */
  readonly sharedIntermediate: number
  /** In how many layers. */
  readonly layers: number
  /** How an adapter reaches them by name; null = only through `target_parameters`. */
  readonly targets: ExpertTargets | null
  /** Parameters of all routed experts together, in the whole model. */
  readonly parameters: number
}

/** Parameters by where they sit; whole model unless it says layer. */
export interface ParameterCounts {
  readonly total: number
  /** Weights of the linear modules of the decoder layers (no biases); what bitsandbytes quantizes. */
  readonly linear: number
  /** Token and position embeddings. */
  readonly embedding: number
  /** The output matrix; 0 when it is tied to the token embedding. */
  readonly head: number
  /** Everything whose name says bias, in linear modules, norms, experts and the output matrix. */
  readonly bias: number
  /** All parameters of the largest decoder layer. */
  readonly layer: number
  /** Linear weights of the largest decoder layer, routed experts included. */
  readonly layerLinear: number
  /** Parameters that work on one token. */
  readonly active: number
}

/**
 * What one token leaves behind in one layer's forward pass for the backward pass, apart from attention: measured with
 * saved-tensor hooks on small models of every family (test/upstream/activation-families.tsv).
 */
export interface KeptBytes {
  /** Bytes of the norms: fp32 copies of the input for RMSNorm, 16-bit ones for LayerNorm, and those of query and key norms. */
  readonly norms: number
  /** Bytes more when the norms and the linear modules' weights train, feed-forward width apart. */
  readonly trained: number
  /** Bytes for each unit of feed-forward width. */
  readonly mlp: number
}

export interface Model {
  /** The name on the Hugging Face hub. */
  readonly id: string
  /** `model_type` in config.json. */
  readonly modelType: string
  /** Width of the residual stream. */
  readonly hidden: number
  readonly layers: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headDim: number
  /** Width of the (dense) feed-forward network. */
  readonly intermediate: number
  readonly vocabulary: number
  /** Whether the output matrix is the token embedding. */
  readonly tied: boolean
  /** Longest sequence the model was made for, in tokens. */
  readonly positions: number
  /** Whether the feed-forward network has a gate (SwiGLU, GeGLU). */
  readonly gated: boolean
  /** Whether Linear modules are GPT-2's Conv1D. */
  readonly convolution: boolean
  /** Class of a decoder layer: what FSDP wraps. */
  readonly layerClass: string
  /** What PEFT targets when nobody names modules; empty = PEFT refuses without names. */
  readonly defaultTargets: readonly string[]
  readonly linears: readonly Linear[]
  readonly experts: Experts | null
  readonly parameters: ParameterCounts
  readonly kept: KeptBytes
  readonly verification: ModelVerification
  readonly sources: readonly Source[]
}

/** The numbers from which a model of a known family follows; names as in most config.json files. */
export interface ModelNumbers {
  readonly hidden: number
  readonly layers: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headDim: number
  readonly intermediate: number
  readonly vocabulary: number
  readonly tied: boolean
  readonly positions: number
  /** Biases on the attention projections, where the family leaves it to the configuration. */
  readonly attentionBias?: boolean
  /** Biases on the feed-forward network, where the family leaves it to the configuration. */
  readonly mlpBias?: boolean
  /** Falcon's newer layout: two norms before a parallel layer, and a key and value for each group. */
  readonly newDecoder?: boolean
  readonly experts?: {
    readonly count: number
    readonly perToken: number
    readonly intermediate: number
    readonly sharedIntermediate?: number
    /** Layers at the bottom that have a dense feed-forward network instead. */
    readonly denseLayers?: number
  }
  /** Multi-head latent attention (DeepSeek): ranks and head widths. */
  readonly latent?: {
    readonly queryRank: number | null
    readonly keyValueRank: number
    readonly ropeHeadDim: number
    readonly plainHeadDim: number
    readonly valueHeadDim: number
  }
}
