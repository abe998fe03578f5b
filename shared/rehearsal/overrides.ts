/** What a rehearsal changes about a run, so that it fits a small machine: each change with the original value. */
import type { Run } from '../config.ts'

export interface Override {
  readonly what: string
  readonly original: string
  readonly rehearsal: string
}

export type Setting = string | number | boolean

export interface Arrangement {
  /** Fields of TrainingArguments that get these values, whatever the script sets them to. */
  readonly settings: Readonly<Record<string, Setting>>
  readonly environment: Readonly<Record<string, string>>
  /** Keys of accelerate.yaml, dotted, and their rehearsal values; null removes the key. */
  readonly accelerate: Readonly<Record<string, string | number | boolean | null>>
  /** Keys of a DeepSpeed JSON and their rehearsal values. */
  readonly deepspeed: Readonly<Record<string, number>>
  /** How many processes a rehearsal may start here. */
  readonly most: number
  /** How many it is expected to start. */
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
  const settings: Record<string, Setting> = {}
  const told = (what: string, original: unknown, rehearsal: unknown) => {
    if (String(original) !== String(rehearsal))
      overrides.push({ what, original: String(original), rehearsal: String(rehearsal) })
  }
  const put = (what: string, original: unknown, rehearsal: Setting) => {
    settings[what] = rehearsal
    told(what, original, rehearsal)
  }
  const type = config['accelerate.distributed_type']
  const wanted = config['hardware.gpus_per_machine'] * config['hardware.machines']
  const onCpu = gpus === 0
  const most = onCpu ? 2 : gpus
  const processes = Math.min(most, wanted)
  told('num_processes', wanted, processes)
  told('num_machines', config['hardware.machines'], 1)
  put('max_length', config['data.sequence_length'], Math.min(length, config['data.sequence_length']))
  const micro = config['training.per_device_train_batch_size']
  put('per_device_train_batch_size', micro, Math.min(2, micro))
  const accumulation = config['training.gradient_accumulation_steps']
  put('gradient_accumulation_steps', accumulation, Math.min(2, accumulation))
  put('max_steps', config['training.max_steps'], steps)
  // A warm-up of 3 % would be one step of four, with a learning rate of zero.
  put('warmup_steps', config['training.warmup_steps'], 0)
  put('save_strategy', config['training.save_strategy'], 'steps')
  put('save_steps', config['training.save_steps'], checkpointAt)
  put('logging_steps', config['training.logging_steps'], 1)
  put('report_to', config['training.report_to'], 'none')
  if (config['training.eval_strategy'] === 'steps') put('eval_steps', config['training.eval_steps'], checkpointAt)
  settings.load_best_model_at_end = false
  settings.push_to_hub = false
  const attention = config['training.attn_implementation']
  if (onCpu && gpuAttention.test(attention)) told('attn_implementation', attention, 'sdpa')
  const optimizer = config['training.optim']
  if (onCpu && gpuOptimizer.test(optimizer)) put('optim', optimizer, 'adamw_torch')
  if (onCpu && config['training.use_liger_kernel']) put('use_liger_kernel', true, false)
  const environment: Record<string, string> = {}
  if (onCpu && (type === 'DEEPSPEED' || type === 'FSDP')) put('ddp_backend', 'nccl', 'gloo')
  else if (onCpu) {
    put('use_cpu', false, true)
    if (processes > 1) environment.ACCELERATE_USE_CPU = 'true'
  }
  return {
    settings,
    environment,
    most,
    processes,
    overrides,
    deepspeed: {
      gradient_accumulation_steps: Math.min(2, accumulation),
      train_micro_batch_size_per_gpu: Math.min(2, micro),
      train_batch_size: Math.min(2, micro) * Math.min(2, accumulation) * processes,
    },
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
