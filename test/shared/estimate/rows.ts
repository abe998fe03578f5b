/** Rows of the measured tables → workloads. */

import type { Gpu } from '../../../shared/catalog/gpu.ts'
import { gpuByName } from '../../../shared/catalog/gpus.ts'
import type { Model } from '../../../shared/catalog/model.ts'
import { modelFromConfig } from '../../../shared/catalog/model-config.ts'
import { modelById } from '../../../shared/catalog/models.ts'
import { type Workload, workload } from '../../../shared/estimate/workload.ts'
import type { Row } from '../../upstream-table.ts'

export const card = gpuByName('A100-SXM4-80GB') as Gpu

const hubNames: Readonly<Record<string, string>> = {
  'Llama-2-7B': 'meta-llama/Llama-2-7b-hf',
  'Llama-2-13B': 'meta-llama/Llama-2-13b-hf',
  'Llama-3-8B': 'meta-llama/Llama-3.1-8B',
  'Llama-3.2-1B': 'meta-llama/Llama-3.2-1B',
  'Mistral-7B': 'mistralai/Mistral-7B-v0.1',
  'Qwen2.5-0.5B': 'Qwen/Qwen2.5-0.5B',
  'Qwen2.5-1.5B': 'Qwen/Qwen2.5-1.5B',
}

/** The small model and settings of a row of activation-measured.tsv. */
export function activationRow(row: Row): Workload {
  const { model } = modelFromConfig(
    {
      model_type: row.family,
      hidden_size: Number(row.hidden),
      num_hidden_layers: 2,
      num_attention_heads: Number(row.heads),
      num_key_value_heads: Number(row.kv_heads),
      head_dim: Number(row.head_dim),
      intermediate_size: Number(row.intermediate),
      vocab_size: 1000,
      max_position_embeddings: 2048,
    },
    row.case ?? '',
  )
  return workload({
    model: model as Model,
    gpu: card,
    method: row.method as 'lora' | 'full',
    targets: (row.lora_targets ?? '').split(','),
    rank: Number(row.r || 16),
    adapterType: row.adapter_dtype === 'fp32' ? 'fp32' : 'bf16',
    autocast: row.autocast === 'True',
    attention: row.attention as 'sdpa' | 'eager',
    padded: row.padding_mask === 'True',
    checkpointing: row.grad_ckpt === 'True',
    dropout: Number(row.lora_dropout),
    microBatch: Number(row.batch),
    sequenceLength: Number(row.seq),
  })
}

/** The settings of a row of peak-simulated.tsv, which is written as a Python dictionary. */
export function simulatedRow(row: Row): Workload {
  const json = (row.settings ?? '').replaceAll("'", '"').replaceAll('True', 'true').replaceAll('False', 'false')
  const settings = JSON.parse(json) as {
    readonly targets?: readonly string[]
    readonly r?: number
    readonly gc_on?: boolean
    readonly method?: 'lora' | 'qlora' | 'full'
    readonly autocast?: boolean
    readonly adapter_fp32?: boolean
    readonly kbit_fp32?: boolean
    readonly attn?: 'eager' | 'sdpa'
    readonly dropout?: number
    readonly base?: string
  }
  const method = settings.method ?? 'lora'
  return workload({
    model: modelById(hubNames[row.model ?? ''] ?? '') as Model,
    gpu: card,
    method,
    ...(settings.targets ? { targets: settings.targets } : {}),
    rank: settings.r ?? 16,
    adapterType: settings.adapter_fp32 === false || method === 'full' ? 'bf16' : 'fp32',
    autocast: settings.autocast ?? true,
    upcast: method === 'qlora' && settings.kbit_fp32 !== false,
    attention: settings.attn ?? 'sdpa',
    checkpointing: settings.gc_on ?? true,
    dropout: settings.dropout ?? 0,
    weightType: settings.base === 'torch.float32' ? 'fp32' : 'bf16',
    microBatch: Number(row.micro_batch),
    sequenceLength: Number(row.seq),
  })
}
