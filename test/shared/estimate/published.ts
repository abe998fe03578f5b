/** Published runs → workloads: which stack, which model and which settings each row of measured.tsv means. */
import type { Gpu } from '../../../shared/catalog/gpu.ts'
import { parseGpu } from '../../../shared/catalog/gpu-names.ts'
import type { Model } from '../../../shared/catalog/model.ts'
import { modelFromConfig } from '../../../shared/catalog/model-config.ts'
import { allModels, modelById } from '../../../shared/catalog/models.ts'
import { type Strategy, type Workload, workload } from '../../../shared/estimate/workload.ts'
import type { Row } from '../../upstream-table.ts'
import { card } from './rows.ts'

/** Which figure a row publishes. */
export type Metric = 'allocated' | 'reserved' | 'nvidiaSmi'
/** How a row is scored: with a known constant token count, with lengths that vary, or another framework's. */
export type Group = 'constant' | 'variable' | 'framework'

export interface Published {
  readonly row: Row
  readonly group: Group
  readonly source: string
  readonly work: Workload
  readonly metric: Metric
  /** GiB, or null for a run that died for lack of memory or one without a figure. */
  readonly peak: number | null
  readonly outOfMemory: boolean
  /** Seconds of one optimizer step, null without. */
  readonly stepSeconds: number | null
}

const shape = (
  type: string,
  hidden: number,
  layers: number,
  heads: number,
  keyValueHeads: number,
  intermediate: number,
  vocabulary: number,
  tied = false,
): Model => {
  const { model } = modelFromConfig(
    {
      model_type: type,
      hidden_size: hidden,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      num_key_value_heads: keyValueHeads,
      intermediate_size: intermediate,
      vocab_size: vocabulary,
      tie_word_embeddings: tied,
      max_position_embeddings: 32768,
      ...(type === 'gemma' ? { head_dim: 256 } : {}),
    },
    type,
  )
  return model as Model
}

/** Models of the published runs that the catalogue does not have, from their config.json. */
const others: Readonly<Record<string, Model>> = {
  'qwen-1.8b': shape('llama-fused-qkv', 2048, 24, 16, 16, 5504, 151936),
  'qwen-7b': shape('llama-fused-qkv', 4096, 32, 32, 32, 11008, 151936),
  'qwen-14b': shape('llama-fused-qkv', 5120, 40, 40, 40, 13696, 152064),
  'qwen-72b': shape('llama-fused-qkv', 8192, 80, 64, 64, 24576, 152064),
  'baichuan2-7b': shape('llama-fused-qkv', 4096, 32, 32, 32, 11008, 125696),
  'baichuan2-13b': shape('llama-fused-qkv', 5120, 40, 40, 40, 13696, 125696),
  'chatglm3-6b': shape('glm', 4096, 28, 32, 2, 13696, 65024),
  'phi-1.5': shape('phi', 2048, 24, 32, 32, 8192, 51200),
  'stablelm-alpha-3b': shape('gpt_neox', 4096, 16, 32, 32, 16384, 50688),
  'qwen2-7b': modelById('Qwen/Qwen2.5-7B') as Model,
  'olmo-3-7b': shape('olmo3', 4096, 32, 32, 32, 11008, 100278),
  'mistral-small-22b': shape('mistral', 6144, 56, 48, 8, 16384, 32768),
  'mistral-small-24b': modelFromConfig(
    {
      model_type: 'mistral',
      hidden_size: 5120,
      num_hidden_layers: 40,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 32768,
      vocab_size: 131072,
      max_position_embeddings: 131072,
    },
    'x',
  ).model as Model,
  'ministral-8b': shape('mistral', 4096, 36, 32, 8, 12288, 131072),
  'seed-oss-36b': modelFromConfig(
    {
      model_type: 'seed_oss',
      hidden_size: 5120,
      num_hidden_layers: 64,
      num_attention_heads: 80,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 27648,
      vocab_size: 155136,
      max_position_embeddings: 131072,
      attention_bias: true,
    },
    'x',
  ).model as Model,
  'mimo-7b': shape('qwen2', 4096, 36, 32, 8, 11008, 151680),
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^qwen-1[._]8b/i, 'qwen-1.8b'],
  [/^qwen-7b/i, 'qwen-7b'],
  [/^qwen-14b/i, 'qwen-14b'],
  [/^qwen-72b/i, 'qwen-72b'],
  [/baichuan2-7b/i, 'baichuan2-7b'],
  [/baichuan2-13b/i, 'baichuan2-13b'],
  [/chatglm3-6b/i, 'chatglm3-6b'],
  [/phi-1\.5/i, 'phi-1.5'],
  [/stablelm.*3b/i, 'stablelm-alpha-3b'],
  [/qwen2-7b/i, 'qwen2-7b'],
  [/olmo-3-7b/i, 'olmo-3-7b'],
  [/mistral-small-instruct-2409/i, 'mistral-small-22b'],
  [/mistral-small-3|devstral-small|magistral-small/i, 'mistral-small-24b'],
  [/ministral-8b/i, 'ministral-8b'],
  [/seed-oss-36b/i, 'seed-oss-36b'],
  [/mimo-7b/i, 'mimo-7b'],
  [/fused-qkv/i, 'regisss/llama2-70b-fused-qkv-mlperf'],
  [/^(llama-?2|llama)[- ]?7b|^llama 2 7b/i, 'meta-llama/Llama-2-7b-hf'],
  [/^llama-?2-?13b|^llama 2 13b/i, 'meta-llama/Llama-2-13b-hf'],
  [/^llama-?2-?70b|^llama 2 70b/i, 'meta-llama/Llama-2-70b-hf'],
  [/codellama-34b/i, 'codellama/CodeLlama-34b-hf'],
  [/llama-3\.2-1b/i, 'meta-llama/Llama-3.2-1B'],
  [/llama-3\.2-3b/i, 'meta-llama/Llama-3.2-3B'],
  [/llama-3(\.\d)?-70b/i, 'meta-llama/Llama-3.1-70B'],
  [/llama-3(\.1)?-8b/i, 'meta-llama/Llama-3.1-8B'],
  [/mistral-nemo/i, 'mistralai/Mistral-Nemo-Base-2407'],
  [/mistral-7b-v0\.3/i, 'mistralai/Mistral-7B-v0.3'],
  [/mistral-7b|zephyr-7b/i, 'mistralai/Mistral-7B-v0.1'],
  [/yi-34b/i, '01-ai/Yi-34B'],
  [/yi-6b/i, '01-ai/Yi-6B'],
  [/tiny-?llama/i, 'TinyLlama/TinyLlama-1.1B'],
  [/falcon-?7b|falcon 7b/i, 'tiiuae/falcon-7b'],
  [/falcon-?40b|falcon 40b/i, 'tiiuae/falcon-40b'],
  [/gemma-3-27b/i, 'google/gemma-3-27b-pt'],
  [/gemma-2-2b/i, 'google/gemma-2-2b'],
  [/gemma-2-9b/i, 'google/gemma-2-9b'],
  [/gemma-2b/i, 'google/gemma-2b'],
  [/gemma-7b/i, 'google/gemma-7b'],
  [/phi-2/i, 'microsoft/phi-2'],
  [/phi-3(\.5)?-mini/i, 'microsoft/Phi-3-mini-4k-instruct'],
  [/phi-3-medium/i, 'microsoft/Phi-3-medium-4k-instruct'],
  [/gpt-oss-120b/i, 'openai/gpt-oss-120b'],
  [/gpt-oss-20b/i, 'openai/gpt-oss-20b'],
]

/** The model that a row names, or undefined. */
export function modelOf(name: string): Model | undefined {
  const hit = patterns.find(([pattern]) => pattern.test(name))
  if (hit) return others[hit[1]] ?? modelById(hit[1])
  const plain = name
    .replace(/^.*\//, '')
    .replace(/-(instruct|chat|base|it|pt).*$/i, '')
    .toLowerCase()
  return allModels().find((model) => model.id.toLowerCase().endsWith(`/${plain}`))
}

function gpuOf(name: string): Gpu {
  const plain = name.replace(/\(.*?\)/g, '').replace(/^NVIDIA (Blackwell GPU)?/i, '')
  const answer = parseGpu(/B200/.test(name) ? 'B200' : /B300/.test(name) && !/GB300/.test(name) ? 'B300' : plain)
  return answer.kind === 'found' ? answer.gpu : card
}

/** How much of the limit the longest batches of a chat data set fill, where a row gives only the limit. A guess, one for all rows. */
const typicalFill = 0.6

/** What a row calls its targets → names that the model has. */
function targetsOf(row: Row, model: Model): Workload['targets'] {
  const text = row.targets ?? ''
  const fused = model.linears.some((linear) => linear.path.endsWith('qkv_proj') || linear.path.includes('query_key'))
  const attentionInputs = model.linears.filter((one) => one.role === 'attention-input').map((one) => one.path)
  if (/all/i.test(text) && !/default/i.test(text)) return 'all-linear'
  if (/^DEFAULT/.test(text)) return fused ? attentionInputs : attentionInputs
  if (/all-linear/.test(text)) return 'all-linear'
  if (/c_attn/.test(text)) return ['qkv_proj', 'o_proj', 'gate_proj', 'up_proj']
  if (/head/.test(text)) return 'all-linear'
  if (/^q,v$|^query,value$|q_proj,v_proj/.test(text)) {
    return fused
      ? attentionInputs
      : model.linears.filter((one) => /\.(q_proj|v_proj)$/.test(one.path)).map((one) => one.path)
  }
  if (text === '') return 'all-linear'
  return text.split(',')
}

const lengthOf = (text: string): number => {
  const digits = /(\d+)\s*([kM]?)/.exec(text)
  return digits ? Number(digits[1]) * (digits[2] === 'k' ? 1024 : digits[2] === 'M' ? 1048576 : 1) : 512
}

function strategyOf(row: Row, gpus: number): Strategy {
  const text = row.strategy ?? ''
  // LitGPT's hub repeats the figure of one GPU for its four-GPU LoRA recipes.
  if (/ddp\/fsdp per recipe/.test(text)) return row.method === 'full' ? 'fsdp1' : 'single'
  if (/zero3/.test(text)) return 'zero3'
  if (/zero2/.test(text)) return 'zero2'
  if (/fsdp2/.test(text)) return 'fsdp2'
  if (/fsdp/.test(text)) return 'fsdp1'
  if (/ddp/.test(text)) return 'ddp'
  // Qwen's recipe for full fine-tuning is DeepSpeed ZeRO-3, on one GPU too.
  if (/Qwen \(v1\)/.test(row.source ?? '') && row.method === 'full') return 'zero3'
  // Its recipe for quantized models is DeepSpeed ZeRO-2, on one GPU.
  if (/Qwen \(v1\)/.test(row.source ?? '') && row.method === 'qlora') return 'zero2'
  return gpus > 1 ? 'ddp' : 'single'
}

/** Which stack a source ran, where its row does not say. */
const stackPatterns: readonly (readonly [RegExp, string])[] = [
  [/Qwen \(v1\)/, 'hf-qwen1'],
  [/ms-swift Benchmark/, 'swift'],
  [/ms-swift|swift/i, 'swift-example'],
  [/litgpt config hub/i, 'litgpt-hub'],
  [/litgpt/i, 'litgpt'],
  [/torchtune/i, 'torchtune'],
  [/liger/i, 'liger'],
  [/axolotl/i, 'axolotl'],
  [/unsloth/i, 'unsloth'],
  [/answer\.?ai|fsdp.?qlora/i, 'answer.ai'],
  [/deepspeed.*gist|gist.*deepspeed/i, 'ds-full'],
  [/xtuner speed/i, 'throughput'],
  [/mlperf/i, 'mlperf'],
]

export const stackOf = (row: Row): string =>
  row.stack ||
  (/^HF/.test(row.attention ?? '') && /unsloth/i.test(row.source ?? '')
    ? 'hf-varlen'
    : (stackPatterns.find(([pattern]) => pattern.test(row.source ?? ''))?.[1] ?? ''))

/** An unknown kind is taken for what nvidia-smi shows. */
const metricOf = (kind: string): Metric =>
  /max_allocated/.test(kind) ? 'allocated' : /max_reserved/.test(kind) ? 'reserved' : 'nvidiaSmi'

/** Turns a row into a workload; undefined where the row says too little or runs a stack that is not modelled. */
export function published(row: Row): Published | undefined {
  const model = modelOf(row.model ?? '')
  const source = row.source ?? ''
  const stack = stackOf(row)
  if (!model || (row.strategy ?? '') === '' || (row.micro_batch ?? '') === '') return undefined
  const gpus = Number.parseInt(row.gpus ?? '1', 10) || 1
  const strategy = strategyOf(row, gpus)
  const kind = row.method ?? ''
  const method = kind === 'full' ? 'full' : /qlora/.test(kind) ? 'qlora' : 'lora'
  const precision = row.precision ?? ''
  const notes = row.notes ?? ''
  const attention = row.attention ?? ''
  const quantization =
    method !== 'qlora' ? 'none' : /gptq/.test(precision) ? (/int8/.test(precision) ? 'int8' : 'gptq4') : 'nf4'
  const unsloth = stack === 'unsloth'
  const variable =
    unsloth || stack === 'liger' || stack === 'hf-varlen' || stack === 'swift' || /<=/.test(row.seq_len ?? '')
  const framework = /litgpt|torchtune/.test(stack)
  // ms-swift's padding_free recipe has use_liger_kernel in both of its runs.
  const liger = /liger|padding_free/.test(notes) && !/no liger|liger off/.test(notes)
  const offloadOptimizer = /optimizer offload/.test(row.strategy ?? '')
  const offloadParameters = /param offload/.test(row.strategy ?? '')
  const accumulation = Number(/(?:ga|accumulation) (\d+)/.exec(notes)?.[1] ?? 1)
  const work = workload({
    model,
    gpu: gpuOf(row.gpu_type ?? ''),
    gpusPerMachine: strategy === 'single' ? 1 : Math.min(gpus, 8),
    machines: gpus > 8 ? Math.ceil(gpus / 8) : 1,
    method,
    quantization,
    doubleQuantization: !/nf4$/.test(precision),
    rank: Number(row.r || 16),
    targets: targetsOf(row, model),
    modulesToSave: /emb/.test(kind) ? ['embed_tokens', 'lm_head'] : [],
    microBatch: Number(row.micro_batch || 1),
    sequenceLength: Math.round(
      lengthOf(row.seq_len ?? '') * (/<=/.test(row.seq_len ?? '') || stack === 'liger' ? typicalFill : 1),
    ),
    accumulation,
    variableLength: variable,
    checkpointing: !/^no$/.test(row.grad_ckpt ?? '') && !(stack === 'litgpt-hub' && strategy === 'single'),
    attention: /no flash|^HF$/.test(attention) ? 'eager' : /flash|FA2|fa2/.test(attention) ? 'flash' : 'sdpa',
    optimizer: !/8bit/.test(row.optimizer ?? '')
      ? 'adamw'
      : /paged/.test(row.optimizer ?? '')
        ? 'paged-adamw-8bit'
        : 'adamw-8bit',
    strategy,
    offloadOptimizer: offloadOptimizer ? 'cpu' : 'none',
    offloadParameters: offloadParameters ? 'cpu' : 'none',
    ...stackSettings(stack, quantization, liger),
    // LLaMA-Factory leaves norms and embeddings of a quantized model in their type (src/llamafactory/model/model_utils/checkpointing.py).
    ...(/^LLaMA-Factory wiki/.test(source) && !unsloth ? { upcast: false } : {}),
  })
  const peak = row.peak_mem_gib ? Number(row.peak_mem_gib) : null
  return {
    row,
    source,
    group: framework ? 'framework' : variable ? 'variable' : 'constant',
    work,
    // DeepSpeed's own memory lines print what is allocated, now and at most.
    metric: stack === 'ds-full' ? 'allocated' : metricOf(row.metric_kind ?? ''),
    peak: peak !== null && Number.isFinite(peak) ? peak : null,
    outOfMemory: /OOM/.test(row.peak_mem ?? '') || /\bOOM\b/.test(notes),
    stepSeconds: row.step_time_s ? Number(row.step_time_s) : null,
  }
}

function stackSettings(stack: string, quantization: string, liger: boolean): Partial<Workload> {
  const fused: Partial<Workload> = liger ? { loss: 'fused', ligerKernels: true } : {}
  switch (stack) {
    case 'hf-qwen1':
      return {
        stack: 'hf-trainer',
        upcast: false,
        fusedOptimizer: false,
        ...(quantization === 'none' ? {} : { loss: 'half' as const }),
      }
    case 'unsloth':
      return { stack: 'unsloth' }
    case 'hf-varlen':
      return { stack: 'hf-trainer', loss: 'kept', upcast: true, adapterType: 'bf16' }
    case 'swift':
      return { stack: 'ms-swift', loss: 'kept', upcast: quantization === 'nf4', adapterType: 'bf16' }
    case 'swift-example':
      return { stack: 'ms-swift', ...fused, adapterType: 'bf16' }
    case 'litgpt':
    case 'litgpt-hub':
      return { stack: 'litgpt', loss: 'kept' }
    case 'liger':
      return { stack: 'hf-trainer', loss: 'kept', ...fused }
    case 'axolotl':
      return { stack: 'axolotl', loss: 'fused', upcast: false }
    case 'mlperf':
      return { stack: 'mlperf' }
    case 'ds-full':
      // With everything offloaded its first figure leaves 2.2 GiB beside the weights: buckets of DeepSpeed's default size.
      return { stack: 'hf-trainer', loss: 'kept', bucketElements: 5e8 }
    case 'torchtune':
      return { stack: 'torchtune' }
    case 'answer.ai':
    case 'fsdp-qlora':
      return { stack: 'own-loop', loss: 'kept', autocast: true }
    default:
      return fused
  }
}
