// biome-ignore-all format: one family reads as a few lines, as a table does
/** The decoder families that estimates know, read from the modules that Transformers builds. */
import { peft, transformers } from '../source.ts'
import type { Bias, Family, LinearLayout, Width } from './family.ts'
import type { ExpertTargets } from './model.ts'

const attention = (inputs: Bias = false, output: Bias = inputs, prefix = 'self_attn', last = 'o_proj'): readonly LinearLayout[] => [
  [`${prefix}.q_proj`, 'attention-input', 'hidden', 'query', inputs],
  [`${prefix}.k_proj`, 'attention-input', 'hidden', 'keyValue', inputs],
  [`${prefix}.v_proj`, 'attention-input', 'hidden', 'keyValue', inputs],
  [`${prefix}.${last}`, 'attention-output', 'query', 'hidden', output],
]
const fusedAttention = (prefix: string, first: string, last: string, bias: Bias = false): readonly LinearLayout[] => [
  [`${prefix}.${first}`, 'attention-input', 'hidden', 'fusedQueryKeyValue', bias],
  [`${prefix}.${last}`, 'attention-output', 'query', 'hidden', bias],
]
const gatedMlp = (bias: Bias = false, width: Width = 'intermediate', prefix = 'mlp'): readonly LinearLayout[] => [
  [`${prefix}.gate_proj`, 'mlp-input', 'hidden', width, bias],
  [`${prefix}.up_proj`, 'mlp-input', 'hidden', width, bias],
  [`${prefix}.down_proj`, 'mlp-output', width, 'hidden', bias],
]
const fusedMlp: readonly LinearLayout[] = [
  ['mlp.gate_up_proj', 'mlp-input', 'hidden', 'fusedGateUp'],
  ['mlp.down_proj', 'mlp-output', 'intermediate', 'hidden'],
]
const plainMlp = (first: string, last: string, bias: Bias): readonly LinearLayout[] => [
  [first, 'mlp-input', 'hidden', 'intermediate', bias],
  [last, 'mlp-output', 'intermediate', 'hidden', bias],
]
const latentAttention: readonly LinearLayout[] = [
  ['self_attn.q_a_proj', 'attention-input', 'hidden', 'latentQueryRank', 'attention'],
  ['self_attn.q_b_proj', 'other', 'latentQueryRank', 'latentQuery'],
  ['self_attn.q_proj', 'attention-input', 'hidden', 'latentQuery'],
  ['self_attn.kv_a_proj_with_mqa', 'attention-input', 'hidden', 'latentCompressed', 'attention'],
  ['self_attn.kv_b_proj', 'other', 'latentKeyValueRank', 'latentKeyValue'],
  ['self_attn.o_proj', 'attention-output', 'latentValue', 'hidden', 'attention'],
]

/** Names that PEFT 0.21 turns into the fused parameters of routed experts (`peft/utils/transformers_weight_conversion.py`). */
const named: ExpertTargets = { router: 'gate', gateUp: ['gate_proj', 'up_proj'], down: 'down_proj' }
const numbered: ExpertTargets = { router: 'gate', gateUp: ['w1', 'w3'], down: 'w2' }

const two: readonly Width[] = ['hidden', 'hidden']
const queryAndValue = ['q_proj', 'v_proj'] as const
const from = (name: string) => [transformers(`src/transformers/models/${name}/modeling_${name}.py`), peft('src/peft/utils/constants.py')] as const

export const families: readonly Family[] = [
  { types: ['llama', 'code_llama'], layerClass: 'LlamaDecoderLayer', linears: attention('attention'), mlp: gatedMlp('mlp'), gated: true, norms: two, tied: false, defaultTargets: queryAndValue, sources: from('llama') },
  { types: ['llama-fused-qkv'], layerClass: 'LlamaDecoderLayer', linears: fusedAttention('self_attn', 'qkv_proj', 'o_proj'), mlp: gatedMlp(), gated: true, norms: two, tied: false, defaultTargets: ['qkv_proj', 'o_proj'], sources: [{ url: 'https://github.com/mlcommons/training/tree/master/llama2_70b_lora', checked: '2026-11-23' }] },
  { types: ['mistral', 'ministral', 'ministral3'], layerClass: 'MistralDecoderLayer', layerClasses: { ministral: 'MinistralDecoderLayer', ministral3: 'Ministral3DecoderLayer' }, linears: attention(), mlp: gatedMlp(), gated: true, norms: two, tied: false, defaultTargets: queryAndValue, sources: from('mistral') },
  { types: ['mixtral'], layerClass: 'MixtralDecoderLayer', expertTargets: numbered, linears: attention(), mlp: gatedMlp(), gated: true, norms: two, tied: false, defaultTargets: queryAndValue, sources: from('mixtral') },
  { types: ['qwen2'], layerClass: 'Qwen2DecoderLayer', linears: attention(true, false), mlp: gatedMlp(), gated: true, norms: two, tied: false, defaultTargets: queryAndValue, sources: from('qwen2') },
  { types: ['seed_oss'], layerClass: 'SeedOssDecoderLayer', linears: attention('attention', false), mlp: gatedMlp('mlp'), gated: true, norms: two, tied: false, defaultTargets: [], sources: from('seed_oss') },
  { types: ['qwen2_moe'], layerClass: 'Qwen2MoeDecoderLayer', linears: attention(true, false), mlp: gatedMlp(), expertLinears: [...gatedMlp(false, 'shared', 'mlp.shared_expert'), ['mlp.shared_expert_gate', 'mlp-input', 'hidden', 'one']], gated: true, norms: two, tied: false, defaultTargets: [], sources: from('qwen2_moe') },
  { types: ['qwen3'], layerClass: 'Qwen3DecoderLayer', linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: ['hidden', 'hidden', 'headDim', 'headDim'], tied: false, defaultTargets: queryAndValue, sources: from('qwen3') },
  { types: ['qwen3_moe'], layerClass: 'Qwen3MoeDecoderLayer', expertTargets: named, linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: ['hidden', 'hidden', 'headDim', 'headDim'], tied: false, defaultTargets: [], sources: from('qwen3_moe') },
  { types: ['gemma'], layerClass: 'GemmaDecoderLayer', linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: two, tied: true, defaultTargets: queryAndValue, sources: from('gemma') },
  { types: ['gemma2'], layerClass: 'Gemma2DecoderLayer', linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: ['hidden', 'hidden', 'hidden', 'hidden'], tied: true, defaultTargets: queryAndValue, sources: from('gemma2') },
  { types: ['gemma3_text'], layerClass: 'Gemma3DecoderLayer', linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: ['hidden', 'hidden', 'hidden', 'hidden', 'headDim', 'headDim'], tied: true, defaultTargets: queryAndValue, sources: from('gemma3') },
  { types: ['phi'], mlpBytes: 8, layerClass: 'PhiDecoderLayer', linears: attention(true, true, 'self_attn', 'dense'), mlp: plainMlp('mlp.fc1', 'mlp.fc2', true), gated: false, norms: ['hidden'], normBias: true, headBias: true, tied: false, defaultTargets: ['q_proj', 'v_proj', 'fc1', 'fc2'], sources: from('phi') },
  { types: ['phi3'], layerClass: 'Phi3DecoderLayer', linears: fusedAttention('self_attn', 'qkv_proj', 'o_proj'), mlp: fusedMlp, gated: true, norms: two, tied: false, defaultTargets: [], sources: from('phi3') },
  { types: ['gpt2'], mlpBytes: 8, layerClass: 'GPT2Block', linears: fusedAttention('attn', 'c_attn', 'c_proj', true), mlp: plainMlp('mlp.c_fc', 'mlp.c_proj', true), gated: false, norms: two, normBias: true, learnedPositions: 0, convolution: true, tied: true, defaultTargets: ['c_attn'], sources: from('gpt2') },
  { types: ['gpt_neox'], layerClass: 'GPTNeoXLayer', linears: fusedAttention('attention', 'query_key_value', 'dense', 'attention'), mlp: plainMlp('mlp.dense_h_to_4h', 'mlp.dense_4h_to_h', true), gated: false, norms: two, normBias: true, tied: false, defaultTargets: ['query_key_value'], sources: from('gpt_neox') },
  { types: ['falcon'], layerClass: 'FalconDecoderLayer', linears: fusedAttention('self_attention', 'query_key_value', 'dense', 'attention'), mlp: plainMlp('mlp.dense_h_to_4h', 'mlp.dense_4h_to_h', 'attention'), gated: false, norms: ['hidden'], normBias: true, tied: true, defaultTargets: ['query_key_value'], sources: from('falcon') },
  { types: ['bloom'], layerClass: 'BloomBlock', linears: fusedAttention('self_attention', 'query_key_value', 'dense', true), mlp: plainMlp('mlp.dense_h_to_4h', 'mlp.dense_4h_to_h', true), gated: false, norms: two, normBias: true, embeddingNorm: true, tied: true, defaultTargets: ['query_key_value'], sources: from('bloom') },
  { types: ['mpt'], layerClass: 'MptBlock', linears: fusedAttention('attn', 'Wqkv', 'out_proj'), mlp: plainMlp('ffn.up_proj', 'ffn.down_proj', false), gated: false, norms: two, tied: true, defaultTargets: ['Wqkv'], sources: from('mpt') },
  { types: ['opt'], layerClass: 'OPTDecoderLayer', linears: attention(true, true, 'self_attn', 'out_proj'), mlp: plainMlp('fc1', 'fc2', true), gated: false, norms: two, normBias: true, learnedPositions: 2, tied: true, defaultTargets: queryAndValue, sources: from('opt') },
  { types: ['gptj'], mlpBytes: 8, layerClass: 'GPTJBlock', linears: attention(false, false, 'attn', 'out_proj'), mlp: plainMlp('mlp.fc_in', 'mlp.fc_out', true), gated: false, norms: ['hidden'], normBias: true, headBias: true, tied: false, defaultTargets: queryAndValue, sources: from('gptj') },
  { types: ['codegen'], mlpBytes: 8, layerClass: 'CodeGenBlock', linears: fusedAttention('attn', 'qkv_proj', 'out_proj'), mlp: plainMlp('mlp.fc_in', 'mlp.fc_out', true), gated: false, norms: ['hidden'], normBias: true, headBias: true, tied: false, defaultTargets: ['qkv_proj'], sources: from('codegen') },
  { types: ['starcoder2'], layerClass: 'Starcoder2DecoderLayer', linears: attention('attention'), mlp: plainMlp('mlp.c_fc', 'mlp.c_proj', 'attention'), gated: false, norms: two, normBias: true, tied: true, defaultTargets: [], sources: from('starcoder2') },
  { types: ['stablelm'], layerClass: 'StableLmDecoderLayer', linears: attention('attention', false), mlp: gatedMlp(), gated: true, norms: two, normBias: true, tied: false, defaultTargets: queryAndValue, sources: from('stablelm') },
  { types: ['olmo'], normCopies: 2, layerClass: 'OlmoDecoderLayer', linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: [], plainFinalNorm: true, tied: false, defaultTargets: [], sources: from('olmo') },
  { types: ['olmo2', 'olmo3'], layerClass: 'Olmo2DecoderLayer', layerClasses: { olmo3: 'Olmo3DecoderLayer' }, linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: ['hidden', 'hidden', 'query', 'keyValue'], tied: false, defaultTargets: [], sources: from('olmo2') },
  { types: ['cohere', 'cohere2'], normCopies: 2, layerClass: 'CohereDecoderLayer', layerClasses: { cohere2: 'Cohere2DecoderLayer' }, linears: attention('attention'), mlp: gatedMlp(), gated: true, norms: ['hidden'], tied: true, defaultTargets: [], sources: from('cohere') },
  { types: ['granite'], layerClass: 'GraniteDecoderLayer', linears: attention('attention'), mlp: gatedMlp('mlp'), gated: true, norms: two, tied: false, defaultTargets: [], sources: from('granite') },
  { types: ['smollm3'], layerClass: 'SmolLM3DecoderLayer', linears: attention('attention'), mlp: gatedMlp('mlp'), gated: true, norms: two, tied: true, defaultTargets: [], sources: from('smollm3') },
  { types: ['glm'], layerClass: 'GlmDecoderLayer', linears: attention('attention', false), mlp: fusedMlp, gated: true, norms: two, tied: false, defaultTargets: [], sources: from('glm') },
  { types: ['glm4'], layerClass: 'Glm4DecoderLayer', linears: attention('attention', false), mlp: fusedMlp, gated: true, norms: ['hidden', 'hidden', 'hidden', 'hidden'], tied: false, defaultTargets: [], sources: from('glm4') },
  { types: ['nemotron'], layerClass: 'NemotronDecoderLayer', linears: attention('attention'), mlp: plainMlp('mlp.up_proj', 'mlp.down_proj', 'mlp'), gated: false, norms: two, normBias: true, tied: false, defaultTargets: [], sources: from('nemotron') },
  { types: ['gpt_oss'], layerClass: 'GptOssDecoderLayer', linears: attention(true), mlp: gatedMlp(), expertBias: true, gated: true, norms: two, extra: ['heads'], tied: false, defaultTargets: [], sources: from('gpt_oss') },
  { types: ['deepseek_v2'], layerClass: 'DeepseekV2DecoderLayer', expertTargets: named, linears: latentAttention, mlp: gatedMlp(), expertLinears: gatedMlp(false, 'shared', 'mlp.shared_experts'), gated: true, norms: ['hidden', 'hidden', 'latentQueryRank', 'latentKeyValueRank'], tied: false, defaultTargets: [], sources: from('deepseek_v2') },
  { types: ['deepseek_v3'], layerClass: 'DeepseekV3DecoderLayer', expertTargets: named, linears: latentAttention, mlp: gatedMlp(), expertLinears: gatedMlp(false, 'shared', 'mlp.shared_experts'), gated: true, norms: ['hidden', 'hidden', 'latentQueryRank', 'latentKeyValueRank'], tied: false, defaultTargets: [], sources: from('deepseek_v3') },
]

const byType: ReadonlyMap<string, Family> = new Map(families.flatMap((family) => family.types.map((type) => [type, family] as const)))

/** The family of a `model_type`, if there is one. */
export const familyOf = (modelType: string): Family | undefined => byType.get(modelType)
