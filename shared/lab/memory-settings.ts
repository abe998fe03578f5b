/** The few settings that the experiments about memory and time let people change → the workload that the estimator judges. */
import type { Gpu } from '../catalog/gpu.ts'
import type { Model } from '../catalog/model.ts'
import { type Workload, workload } from '../estimate/workload.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'

/** Models of the experiments, from small to large; the ids are those of the catalog. */
export const labModels = [
  { name: 'Qwen3 0.6B', id: 'Qwen/Qwen3-0.6B' },
  { name: 'Llama 3.2 1B', id: 'meta-llama/Llama-3.2-1B' },
  { name: 'Llama 3.1 8B', id: 'meta-llama/Llama-3.1-8B' },
  { name: 'Qwen3 8B', id: 'Qwen/Qwen3-8B' },
  { name: 'Qwen3 32B', id: 'Qwen/Qwen3-32B' },
  { name: 'Llama 2 70B', id: 'meta-llama/Llama-2-70b-hf' },
] as const

/** GPUs of the experiments; the ids are those of the catalog. */
export const labGpus = [
  { name: 'RTX 4090, 24 GB', id: 'RTX 4090' },
  { name: 'L40S, 48 GB', id: 'L40S' },
  { name: 'A100, 80 GB', id: 'A100-SXM4-80GB' },
  { name: 'H100, 80 GB', id: 'H100-SXM5-80GB' },
  { name: 'H200, 141 GB', id: 'H200-SXM-141GB' },
] as const

export interface LabSettings {
  readonly method: 'lora' | 'qlora' | 'full'
  readonly rank: number
  /** Tokens of a sequence. */
  readonly length: number
  /** Sequences on one GPU at once. */
  readonly batch: number
  readonly accumulation: number
  readonly checkpointing: boolean
  readonly gpusPerMachine: number
  readonly machines: number
}

/** The same settings as options, the way `lora-wizard estimate --set` takes them. */
export function optionsOf(model: string, gpu: string, settings: LabSettings): readonly (readonly [FieldKey, Value])[] {
  const qlora = settings.method === 'qlora'
  const several = settings.gpusPerMachine * settings.machines > 1
  return [
    ['model.id', model],
    ['hardware.gpu', gpu],
    ['hardware.gpus_per_machine', settings.gpusPerMachine],
    ['hardware.machines', settings.machines],
    ['accelerate.distributed_type', several ? 'MULTI_GPU' : 'NO'],
    ['accelerate.mixed_precision', 'bf16'],
    ['method.name', settings.method],
    ['method.quantization', qlora ? 'nf4' : 'none'],
    ['lora.r', settings.rank],
    ['lora.target_modules', 'all-linear'],
    ['data.sequence_length', settings.length],
    ['training.per_device_train_batch_size', settings.batch],
    ['training.gradient_accumulation_steps', settings.accumulation],
    ['training.gradient_checkpointing', settings.checkpointing],
    ['training.attn_implementation', 'sdpa'],
    ['training.optim', 'adamw_torch_fused'],
    ['output.trainer', 'transformers'],
  ]
}

/** What those options mean to the estimator: adapters on all linear layers, AdamW, BF16, plain data parallelism, the Trainer of Transformers. */
export function labWorkload(model: Model, gpu: Gpu, settings: LabSettings): Workload {
  const { method, rank, length, batch, accumulation, checkpointing, gpusPerMachine, machines } = settings
  return workload({
    model,
    gpu,
    gpusPerMachine,
    machines,
    method,
    rank,
    targets: 'all-linear',
    microBatch: batch,
    sequenceLength: length,
    accumulation,
    checkpointing,
    stack: 'hf-trainer',
  })
}
