/** A Hugging Face config.json → a model; what is missing or unknown comes back as findings, never as an exception. */
import { buildModel } from './build-model.ts'
import { familyOf } from './families.ts'
import type { Model, ModelNumbers } from './model.ts'

/** What stands in the way of an estimate, or makes it less sure. Facts only; the words are the shells'. */
export type ModelConfigFinding =
  | { readonly kind: 'not-an-object' }
  | { readonly kind: 'not-json'; readonly message: string }
  | { readonly kind: 'missing'; readonly keys: readonly string[] }
  | { readonly kind: 'bad-value'; readonly key: string; readonly value: string }
  /** `model_type` is none that estimates know; `assumed` is the layout used in its place, null = none fits. */
  | { readonly kind: 'unknown-family'; readonly modelType: string; readonly assumed: string | null }
  /** The text decoder inside a model of several parts is used; the rest is not counted. */
  | { readonly kind: 'text-part-only'; readonly modelType: string }
  /** The file does not say it; the family's usual value is used. */
  | { readonly kind: 'assumed'; readonly key: string; readonly value: string }
  /** The checkpoint is quantized already; sizes below are those of the model before. */
  | { readonly kind: 'quantized'; readonly method: string }

export interface ModelConfigResult {
  /** Null when too little is known. */
  readonly model: Model | null
  readonly findings: readonly ModelConfigFinding[]
}

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names that families give to one number, the usual one first. */
const names = {
  hidden: ['hidden_size', 'n_embd', 'd_model'],
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
  heads: ['num_attention_heads', 'n_head', 'n_heads'],
  keyValueHeads: ['num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'multi_query_group_num'],
  headDim: ['head_dim', 'kv_channels', 'attention_head_dim'],
  intermediate: ['intermediate_size', 'ffn_hidden_size', 'ffn_dim', 'n_inner', 'ffn_hidden_size'],
  vocabulary: ['vocab_size', 'padded_vocab_size'],
  positions: ['max_position_embeddings', 'n_positions', 'max_seq_len', 'seq_length', 'n_ctx'],
} as const

const aliases: Readonly<Record<string, string>> = {
  RefinedWeb: 'falcon',
  RefinedWebModel: 'falcon',
  gemma3: 'gemma3_text',
  code_llama: 'llama',
}

/** Reads the text of a config.json. */
export function readModelConfig(text: string, id: string): ModelConfigResult {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    return {
      model: null,
      findings: [{ kind: 'not-json', message: error instanceof Error ? error.message : String(error) }],
    }
  }
  return modelFromConfig(parsed, id)
}

/** The model that a parsed config.json describes. `id` is what to call it. */
export function modelFromConfig(config: unknown, id: string): ModelConfigResult {
  if (!isObject(config)) return { model: null, findings: [{ kind: 'not-an-object' }] }
  const findings: ModelConfigFinding[] = []
  let at: Json = config
  const outerType = typeof config.model_type === 'string' ? config.model_type : ''
  for (const part of ['text_config', 'language_config', 'llm_config']) {
    const inner = config[part]
    if (isObject(inner) && (inner.hidden_size !== undefined || inner.num_hidden_layers !== undefined)) {
      at = { tie_word_embeddings: config.tie_word_embeddings, ...inner }
      findings.push({ kind: 'text-part-only', modelType: outerType })
      break
    }
  }
  const quantized = config.quantization_config
  if (isObject(quantized)) findings.push({ kind: 'quantized', method: String(quantized.quant_method ?? 'unknown') })

  const modelType = typeOf(at, config, findings)
  const numbers = modelType === null ? null : numbersOf(at, modelType, findings)
  if (modelType === null || numbers === null) return { model: null, findings }
  const guessed = findings.some((finding) => finding.kind === 'unknown-family')
  return { model: buildModel(id, modelType, numbers, guessed ? 'guessed' : 'read', []) ?? null, findings }
}

/** The family to use, by `model_type`, else by the class the file names, else the commonest layout that fits. */
function typeOf(at: Json, whole: Json, findings: ModelConfigFinding[]): string | null {
  const said =
    typeof at.model_type === 'string' ? at.model_type : typeof whole.model_type === 'string' ? whole.model_type : ''
  const alias = aliases[said] ?? said
  if (familyOf(alias)) return alias
  const llamaLike = number(at, ['hidden_size']) !== null && number(at, ['intermediate_size']) !== null
  const mixture = number(at, ['num_experts', 'num_local_experts', 'n_routed_experts']) !== null
  const assumed = llamaLike ? (mixture ? 'qwen3_moe' : 'llama') : null
  findings.push({ kind: 'unknown-family', modelType: said, assumed })
  return assumed
}

function number(at: Json, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = at[key]
    if (typeof value === 'number' && Number.isFinite(value)) return value
  }
  return null
}

function numbersOf(at: Json, modelType: string, findings: ModelConfigFinding[]): ModelNumbers | null {
  const missing: string[] = []
  let sound = true
  /** A whole number from `least` to a trillion, or null with a finding when it is neither that nor absent. */
  const whole = (keys: readonly string[], least = 1): number | null => {
    for (const key of keys) {
      const value = at[key]
      if (value === undefined || value === null) continue
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 1e12) return value
      findings.push({ kind: 'bad-value', key, value: JSON.stringify(value).slice(0, 80) })
      sound = false
      return null
    }
    return null
  }
  const needed = (keys: readonly string[]): number => {
    const value = whole(keys)
    if (value === null && keys[0] !== undefined) missing.push(keys[0])
    return value ?? 1
  }
  const assume = <T extends number | boolean>(key: string, value: T): T => {
    findings.push({ kind: 'assumed', key, value: String(value) })
    return value
  }

  const hidden = needed(names.hidden)
  const layers = needed(names.layers)
  const heads = needed(names.heads)
  const vocabulary = needed(names.vocabulary)
  const latent = latentOf(at, modelType, whole)
  const headDim = whole(names.headDim) ?? (latent ? latent.plainHeadDim : Math.max(1, Math.floor(hidden / heads)))
  const intermediate = intermediateOf(at, modelType, hidden, whole, missing)
  const family = familyOf(modelType)
  const tied = typeof at.tie_word_embeddings === 'boolean' ? at.tie_word_embeddings : (family?.tied ?? false)
  const flag = (key: string): boolean | undefined => (typeof at[key] === 'boolean' ? (at[key] as boolean) : undefined)
  const attentionBias = flag('attention_bias') ?? flag('use_qkv_bias') ?? flag('use_bias') ?? flag('bias')
  const numbers: ModelNumbers = {
    hidden,
    layers,
    heads,
    keyValueHeads: keyValueHeadsOf(at, modelType, heads, whole),
    headDim,
    intermediate,
    vocabulary,
    tied,
    positions: whole(names.positions) ?? assume('max_position_embeddings', 2048),
    attentionBias: attentionBias ?? biasByDefault.includes(modelType),
    mlpBias: flag('mlp_bias') ?? false,
    newDecoder: modelType === 'falcon' && flag('new_decoder_architecture') === true,
    ...expertsOf(at, modelType, layers, intermediate, whole),
    ...(latent ? { latent } : {}),
  }
  if (missing.length > 0) findings.push({ kind: 'missing', keys: missing })
  return sound && missing.length === 0 ? numbers : null
}

type Whole = (keys: readonly string[], least?: number) => number | null

/** Families whose attention (in GPT-NeoX, StarCoder2) has biases unless the file says otherwise. */
const biasByDefault: readonly string[] = ['gpt_neox', 'starcoder2', 'glm', 'seed_oss']

function intermediateOf(at: Json, modelType: string, hidden: number, whole: Whole, missing: string[]): number {
  const given = whole(names.intermediate)
  if (given !== null) return given
  const ratio = whole(['expansion_ratio', 'mlp_ratio'])
  if (ratio !== null) return ratio * hidden
  if (['gpt2', 'falcon', 'bloom', 'mpt', 'gptj', 'codegen'].includes(modelType)) return 4 * hidden
  if (at.moe_intermediate_size !== undefined) return whole(['moe_intermediate_size']) ?? 1
  missing.push('intermediate_size')
  return 1
}

function keyValueHeadsOf(at: Json, modelType: string, heads: number, whole: Whole): number {
  if (modelType === 'falcon') {
    if (at.new_decoder_architecture === true) return whole(names.keyValueHeads) ?? heads
    return at.multi_query === false ? heads : 1
  }
  if (['gpt2', 'bloom', 'gpt_neox', 'opt', 'gptj', 'codegen', 'mpt'].includes(modelType)) return heads
  return whole(names.keyValueHeads) ?? heads
}

function latentOf(at: Json, modelType: string, whole: Whole): ModelNumbers['latent'] | undefined {
  if (modelType !== 'deepseek_v2' && modelType !== 'deepseek_v3') return undefined
  const plain = whole(['qk_nope_head_dim']) ?? 128
  return {
    queryRank: at.q_lora_rank === null ? null : whole(['q_lora_rank']),
    keyValueRank: whole(['kv_lora_rank']) ?? 512,
    ropeHeadDim: whole(['qk_rope_head_dim']) ?? 64,
    plainHeadDim: plain,
    valueHeadDim: whole(['v_head_dim']) ?? plain,
  }
}

function expertsOf(
  at: Json,
  modelType: string,
  layers: number,
  intermediate: number,
  whole: Whole,
): Pick<ModelNumbers, 'experts'> {
  if (!['mixtral', 'qwen2_moe', 'qwen3_moe', 'gpt_oss', 'deepseek_v2', 'deepseek_v3'].includes(modelType)) return {}
  const count = whole(['num_experts', 'num_local_experts', 'n_routed_experts'])
  if (count === null) return {}
  const width = whole(['moe_intermediate_size']) ?? intermediate
  const shared = whole(['shared_expert_intermediate_size'], 0) ?? (whole(['n_shared_experts'], 0) ?? 0) * width
  const dense =
    whole(['first_k_dense_replace'], 0) ?? (Array.isArray(at.mlp_only_layers) ? at.mlp_only_layers.length : 0)
  return {
    experts: {
      count,
      perToken: whole(['num_experts_per_tok', 'experts_per_token', 'moe_topk']) ?? 2,
      intermediate: width,
      sharedIntermediate: shared,
      denseLayers: Math.min(dense, layers),
    },
  }
}
