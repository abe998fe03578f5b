/** What a rehearsal changes about a run, so that it fits a small machine: each change with the original value. */
import type { Run } from '../config.ts'

export interface Override {
  readonly what: string
  readonly original: string
  readonly rehearsal: string
}

export interface Arrangement {
  /** Arguments after all others, so that they win. */
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Keys of accelerate.yaml, dotted, and their rehearsal values; null removes the key. */
  readonly accelerate: Readonly<Record<string, string | number | boolean | null>>
  readonly processes: number
  readonly overrides: readonly Override[]
}

/** Optimizer steps of a rehearsal, and the step of the checkpoint that it resumes from. */
export const steps = 4
export const checkpointAt = 2
const length = 256

/** Attention kernels and optimizers that need a GPU or a package for one. */
const gpuAttention = /^(?:flash|flex)/
const gpuOptimizer = /8bit|paged|fused/

export function arrangement({ config }: Run, gpus: number): Arrangement {
  const overrides: Override[] = []
  const words: string[] = []
  const put = (what: string, original: unknown, rehearsal: unknown, argument?: string) => {
    if (argument) words.push(`--${argument}`, String(rehearsal))
    if (String(original) !== String(rehearsal))
      overrides.push({ what, original: String(original), rehearsal: String(rehearsal) })
  }
  const type = config['accelerate.distributed_type']
  const wanted = config['hardware.gpus_per_machine'] * config['hardware.machines']
  const processes = gpus > 0 ? Math.min(gpus, wanted) : Math.min(2, wanted)
  const onCpu = gpus === 0
  put('num_processes', wanted, processes)
  put('num_machines', config['hardware.machines'], 1)
  put('model_name_or_path', config['model.id'], 'model', 'model_name_or_path')
  put('dataset_name', config['data.dataset'] ?? '', 'rows.jsonl', 'dataset_name')
  put('max_length', config['data.sequence_length'], Math.min(length, config['data.sequence_length']), 'max_length')
  const micro = config['training.per_device_train_batch_size']
  put('per_device_train_batch_size', micro, Math.min(2, micro), 'per_device_train_batch_size')
  const accumulation = config['training.gradient_accumulation_steps']
  put('gradient_accumulation_steps', accumulation, Math.min(2, accumulation), 'gradient_accumulation_steps')
  put('max_steps', config['training.max_steps'], steps, 'max_steps')
  // A warm-up of 3 % would be one step of four, with a learning rate of zero.
  put('warmup_steps', config['training.warmup_steps'], 0, 'warmup_steps')
  put('save_strategy', config['training.save_strategy'], 'steps', 'save_strategy')
  put('save_steps', config['training.save_steps'], checkpointAt, 'save_steps')
  put('logging_steps', config['training.logging_steps'], 1, 'logging_steps')
  put('report_to', config['training.report_to'], 'none', 'report_to')
  if (config['training.eval_strategy'] === 'steps')
    put('eval_steps', config['training.eval_steps'], checkpointAt, 'eval_steps')
  const attention = config['training.attn_implementation']
  if (onCpu && gpuAttention.test(attention)) put('attn_implementation', attention, 'sdpa', 'attn_implementation')
  const optimizer = config['training.optim']
  if (onCpu && gpuOptimizer.test(optimizer)) put('optim', optimizer, 'adamw_torch', 'optim')
  const environment: Record<string, string> = {}
  if (onCpu && (type === 'DEEPSPEED' || type === 'FSDP')) put('ddp_backend', 'nccl', 'gloo', 'ddp_backend')
  else if (onCpu) {
    put('use_cpu', false, 'True', 'use_cpu')
    if (processes > 1) environment.ACCELERATE_USE_CPU = 'true'
  }
  return {
    arguments: words,
    environment,
    processes,
    overrides,
    accelerate: {
      num_processes: processes,
      num_machines: 1,
      machine_rank: 0,
      main_process_ip: null,
      gpu_ids: null,
      use_cpu: false,
      ...(config['deepspeed.deepspeed_config_file'] === null && type === 'DEEPSPEED'
        ? {
            'deepspeed_config.gradient_accumulation_steps': Math.min(2, accumulation),
            'deepspeed_config.deepspeed_multinode_launcher': null,
          }
        : {}),
    },
  }
}
