/** A run → the workload an estimate is about, or what is not known of it. */

import type { Gpu } from '../catalog/gpu.ts'
import { parseGpu } from '../catalog/gpu-names.ts'
import { gpuByName } from '../catalog/gpus.ts'
import type { Model } from '../catalog/model.ts'
import { likelyModel, modelOfRun } from '../catalog/resolve-model.ts'
import type { Run } from '../config.ts'
import type { Config, FieldKey } from '../fields/index.ts'
import { lengthsOf } from './lengths.ts'
import { correctionFor } from './measured.ts'
import { type Attention, type Optimizer, type Strategy, type Workload, workload } from './workload.ts'

/** The options that decide a workload. A contract of the rules that read it proves that none is missing. */
export const memoryOptions = [
  'training.per_device_train_batch_size',
  'data.sequence_length',
  'data.packing',
  'data.mean_length',
  'data.length_histogram',
  'model.id',
  'model.config_file',
  'model.dtype',
  'hardware.gpu',
  'hardware.gpus_per_machine',
  'hardware.machines',
  'hardware.host_memory_gib',
  'hardware.corrections',
  'method.name',
  'method.quantization',
  'method.double_quant',
  'lora.r',
  'lora.target_modules',
  'lora.modules_to_save',
  'lora.lora_dropout',
  'lora.bias',
  'training.gradient_checkpointing',
  'training.gradient_accumulation_steps',
  'training.attn_implementation',
  'training.use_liger_kernel',
  'training.optim',
  'training.eval_strategy',
  'training.per_device_eval_batch_size',
  'training.save_strategy',
  'accelerate.mixed_precision',
  'dynamo.dynamo_backend',
  'accelerate.distributed_type',
  'accelerate.num_processes',
  'deepspeed.zero_stage',
  'deepspeed.offload_optimizer_device',
  'deepspeed.offload_param_device',
  'deepspeed.zero3_save_16bit_model',
  'fsdp.fsdp_version',
  'fsdp.fsdp_sharding_strategy',
  'fsdp.fsdp_reshard_after_forward',
  'fsdp.fsdp_cpu_ram_efficient_loading',
  'fsdp.fsdp_offload_params',
  'fsdp.fsdp_state_dict_type',
  'fsdp.fsdp_activation_checkpointing',
  'parallelism.parallelism_config_tp_size',
  'parallelism.parallelism_config_cp_size',
  'parallelism.parallelism_config_sp_size',
  'parallelism.parallelism_config_dp_replicate_size',
  'output.trainer',
] as const satisfies readonly FieldKey[]

/** What has to be known before memory can be estimated. */
export type Unknown = 'model' | 'gpu'

export type WorkloadOf = { readonly workload: Workload } | { readonly unknown: readonly Unknown[] }

/** The GPU that `hardware.gpu` names; an ambiguous name is not known. */
export function gpuOf(config: Config): Gpu | undefined {
  const exact = gpuByName(config['hardware.gpu'])
  if (exact) return exact
  const answer = parseGpu(config['hardware.gpu'])
  return answer.kind === 'found' ? answer.gpu : undefined
}

/** DeepSpeed's stage 0 divides nothing: plain data parallelism. */
const stages = { 0: 'ddp', 1: 'zero1', 2: 'zero2', 3: 'zero3' } as const

function strategyOf(config: Config): Strategy {
  const processes = config['accelerate.num_processes']
  switch (config['accelerate.distributed_type']) {
    case 'NO':
      return 'single'
    case 'DEEPSPEED':
      return stages[config['deepspeed.zero_stage']]
    case 'FSDP':
      if (config['fsdp.fsdp_version'] === 2) return 'fsdp2'
      return config['fsdp.fsdp_sharding_strategy'] === 'NO_SHARD' ? 'ddp' : 'fsdp1'
    default:
      return processes > 1 ? 'ddp' : 'single'
  }
}

const optimizers: Readonly<Record<Config['training.optim'], Optimizer>> = {
  adamw_torch_fused: 'adamw',
  adamw_torch: 'adamw',
  adamw_8bit: 'adamw-8bit',
  adamw_bnb_8bit: 'adamw-8bit',
  paged_adamw_32bit: 'paged-adamw',
  paged_adamw_8bit: 'paged-adamw-8bit',
  adafactor: 'adafactor',
  sgd: 'sgd',
  lion_32bit: 'lion',
}

/** What an optimizer's name is to an estimate. */
export const optimizerNamed = (name: string): Optimizer => optimizers[name as Config['training.optim']] ?? 'adamw'

/** What an attention implementation is to an estimate. */
export const attentionNamed = (name: string): Attention => {
  return name.startsWith('flash') ? 'flash' : name === 'eager' ? 'eager' : 'sdpa'
}

/** The type the weights are loaded in, as the script is told with `--dtype`. */
const weightType = { bfloat16: 'bf16', float16: 'fp16', float32: 'fp32' } as const
const stacks = { transformers: 'hf-trainer', trl: 'trl', mlperf: 'mlperf' } as const

/** How one model and one sequence are divided, beyond plain data parallelism. */
function splits(config: Config, fsdp: boolean, deepspeed: boolean): Partial<Workload> {
  const tensorSplit = fsdp ? config['parallelism.parallelism_config_tp_size'] : 1
  const sequenceSplit = fsdp
    ? config['parallelism.parallelism_config_cp_size']
    : deepspeed
      ? config['parallelism.parallelism_config_sp_size']
      : 1
  const replicas = fsdp ? config['parallelism.parallelism_config_dp_replicate_size'] : 1
  const gpus = config['hardware.gpus_per_machine'] * config['hardware.machines']
  const strategy = config['fsdp.fsdp_sharding_strategy']
  const hybrid = fsdp && config['fsdp.fsdp_version'] === 1 && strategy.startsWith('HYBRID')
  const copies = replicas > 1 ? replicas : hybrid ? config['hardware.machines'] : 1
  const kept =
    config['fsdp.fsdp_version'] === 2
      ? !config['fsdp.fsdp_reshard_after_forward']
      : strategy === 'SHARD_GRAD_OP' || strategy === 'HYBRID_SHARD_ZERO2'
  return {
    tensorSplit,
    sequenceSplit,
    reshard: !(fsdp && kept),
    ...(copies > 1 ? { shardGroup: Math.max(1, gpus / (copies * tensorSplit)) } : {}),
  }
}

/**
 * Lengths of the sequences. Packed rows are full, and a token sees its own sample alone; other batches are padded to their
 * longest sample, and their sizes vary.
 */
function sequences(config: Config): Partial<Workload> {
  const limit = config['data.sequence_length']
  const lengths = lengthsOf(config)
  if (!lengths) return { sequenceLength: limit }
  if (config['data.packing']) return { sequenceLength: limit, attended: lengths.mean }
  return {
    sequenceLength: lengths.longest,
    variableLength: lengths.mean < lengths.longest,
    fill: lengths.mean / lengths.longest,
    padding: lengths.padded / lengths.mean,
    padded: config['training.per_device_train_batch_size'] > 1,
    guessedLengths: config['data.length_histogram'] === null,
  }
}

/** What happens between steps: evaluation and checkpoints. */
function occasions(config: Config, deepspeed: boolean): Partial<Workload> {
  return {
    // MLPerf's own script evaluates one sequence at a time.
    evaluationBatch:
      config['output.trainer'] === 'mlperf' || config['training.eval_strategy'] === 'no'
        ? 0
        : config['training.per_device_eval_batch_size'],
    saves: config['training.save_strategy'] !== 'no',
    gathersToSave: deepspeed
      ? config['deepspeed.zero3_save_16bit_model']
      : config['fsdp.fsdp_state_dict_type'] === 'FULL_STATE_DICT',
  }
}

/** What a measured run of this GPU and stack corrects. */
function corrected(config: Config, gpu: Gpu): Partial<Workload> {
  const found = correctionFor(config['hardware.corrections'], gpu.name, stacks[config['output.trainer']])
  return found ? { memoryFactor: found.memory ?? 1, stepFactor: found.step ?? 1 } : {}
}

/** The workload of a run; `model` goes before the one that the run names. */
export function workloadOf(run: Run, given?: Model): WorkloadOf {
  const { config } = run
  const model = given ?? likelyModel(modelOfRun(run))
  const gpu = gpuOf(config)
  if (!model || !gpu) return { unknown: [...(model ? [] : (['model'] as const)), ...(gpu ? [] : (['gpu'] as const))] }
  const strategy = strategyOf(config)
  const fsdp = strategy === 'fsdp1' || strategy === 'fsdp2'
  const deepspeed = config['accelerate.distributed_type'] === 'DEEPSPEED'
  const fsdpOffload = fsdp && config['fsdp.fsdp_offload_params'] ? 'cpu' : 'none'
  const adapter = config['method.name'] !== 'full'
  const quantization = adapter ? config['method.quantization'] : 'none'
  const targets = config['lora.target_modules'].trim()
  const saved = config['lora.modules_to_save']
  const checkpointing =
    config['training.gradient_checkpointing'] || (fsdp && config['fsdp.fsdp_activation_checkpointing'])
  const liger = config['training.use_liger_kernel']
  return {
    workload: workload({
      model,
      gpu,
      gpusPerMachine: config['hardware.gpus_per_machine'],
      machines: config['hardware.machines'],
      method: config['method.name'],
      quantization,
      doubleQuantization: config['method.double_quant'],
      rank: config['lora.r'],
      targets: targets === 'all-linear' ? 'all-linear' : targets.split(',').map((name) => name.trim()),
      dropout: config['lora.lora_dropout'],
      bias: config['lora.bias'],
      modulesToSave: saved ? saved.split(',').map((name) => name.trim()) : [],
      microBatch: config['training.per_device_train_batch_size'],
      ...sequences(config),
      accumulation: config['training.gradient_accumulation_steps'],
      checkpointing,
      attention: attentionNamed(config['training.attn_implementation']),
      weightType: weightType[config['model.dtype']],
      compiled: config['dynamo.dynamo_backend'] !== 'NO',
      // DeepSpeed turns the whole model to the type instead.
      autocast: config['accelerate.mixed_precision'] !== 'no' && !deepspeed,
      optimizer: optimizerNamed(config['training.optim']),
      fusedOptimizer: config['training.optim'] !== 'adamw_torch',
      strategy,
      loadsWhole:
        quantization !== 'none' && (strategy === 'zero3' || (fsdp && !config['fsdp.fsdp_cpu_ram_efficient_loading'])),
      loadsOnce: config['fsdp.fsdp_cpu_ram_efficient_loading'],
      ...occasions(config, deepspeed),
      hostMemoryGib: config['hardware.host_memory_gib'],
      ...splits(config, fsdp, deepspeed),
      offloadOptimizer:
        deepspeed && config['deepspeed.zero_stage'] >= 2 ? config['deepspeed.offload_optimizer_device'] : fsdpOffload,
      offloadParameters: strategy === 'zero3' ? config['deepspeed.offload_param_device'] : fsdpOffload,
      ...(liger ? { loss: 'fused' as const, ligerKernels: true } : {}),
      ...corrected(config, gpu),
      stack: stacks[config['output.trainer']],
    }),
  }
}
