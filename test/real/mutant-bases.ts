/** Runs that are sound: what the mutants are made of. One file or several, and the command that starts them. */
import { resolve } from '../../shared/config.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'

export interface Base {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** The words of the command, as a shell hands them over; none for files that no command is needed for. */
  readonly words: readonly string[]
  /** Whose arguments the script has. */
  readonly dialect: 'trainer' | 'trl' | 'mlperf' | 'adapter'
  /** Which of the files a mutant changes, each with how often. */
  readonly spoilt: Readonly<Record<string, number>>
}

const accelerateFiles: Readonly<Record<string, string>> = {
  one: `compute_environment: LOCAL_MACHINE
distributed_type: 'NO'
mixed_precision: bf16
num_machines: 1
num_processes: 1
use_cpu: false
debug: false
`,
  cpu: `compute_environment: LOCAL_MACHINE
distributed_type: 'NO'
downcast_bf16: 'no'
enable_cpu_affinity: false
machine_rank: 0
main_training_function: main
mixed_precision: 'no'
num_machines: 1
num_processes: 1
rdzv_backend: static
same_network: true
tpu_env: []
tpu_use_cluster: false
tpu_use_sudo: false
use_cpu: true
`,
  ddp: `# eight GPUs
compute_environment: LOCAL_MACHINE
distributed_type: MULTI_GPU
gpu_ids: all
mixed_precision: bf16
machine_rank: 0
num_machines: 1
num_processes: 8
main_process_port: 29501
rdzv_backend: static
same_network: true
main_training_function: main
dynamo_config:
  dynamo_backend: 'NO'
`,
  'ddp of some GPUs': `distributed_type: MULTI_GPU
gpu_ids: 0,1,2,3   # the other half belongs to somebody else
mixed_precision: fp16
num_processes: 4
debug: true
`,
  nodes: `# the same file on every machine, but for the rank
compute_environment: LOCAL_MACHINE
distributed_type: MULTI_GPU
machine_rank: 1
main_process_ip: '10.0.0.1'
main_process_port: 29500
mixed_precision: bf16
num_machines: 4
num_processes: 32
rdzv_backend: c10d
same_network: false
`,
  xpu: `distributed_type: "MULTI_XPU"
mixed_precision: "bf16"
num_processes: 2
`,
  tpu: `compute_environment: LOCAL_MACHINE
distributed_type: XLA
downcast_bf16: 'no'
main_training_function: main
mixed_precision: 'no'
num_machines: 1
num_processes: 8
tpu_env: []
tpu_use_cluster: false
tpu_use_sudo: false
use_cpu: false
`,
  mpi: `compute_environment: LOCAL_MACHINE
distributed_type: MULTI_CPU
main_process_ip: 10.0.0.5
main_process_port: 29500
mixed_precision: 'no'
mpirun_config:
  mpirun_hostfile: hostfile
num_machines: 4
num_processes: 16
use_cpu: true
`,
  zero2: `compute_environment: LOCAL_MACHINE
debug: false
distributed_type: DEEPSPEED
mixed_precision: bf16
num_machines: 1
num_processes: 8
deepspeed_config:
  gradient_accumulation_steps: 1
  offload_optimizer_device: cpu
  zero3_init_flag: false
  zero_stage: 2
`,
  zero3: `compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
downcast_bf16: 'no'
mixed_precision: bf16
num_machines: 1
num_processes: 8
deepspeed_config:
  gradient_accumulation_steps: 1
  gradient_clipping: 0.3
  offload_optimizer_device: none
  offload_param_device: none
  zero3_init_flag: true
  zero3_save_16bit_model: true
  zero_stage: 3
main_training_function: main
`,
  'zero3 in one line': `# everything that fits nowhere else
distributed_type: DEEPSPEED
num_processes: 2
mixed_precision: bf16
deepspeed_config: {zero_stage: 3, gradient_clipping: auto, gradient_accumulation_steps: auto,
  offload_optimizer_device: cpu, offload_param_device: cpu, zero3_init_flag: true}
`,
  two: `compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
mixed_precision: bf16
num_machines: 2
machine_rank: 0
main_process_ip: 10.0.0.1
main_process_port: 29502
num_processes: 16
deepspeed_config:
  deepspeed_multinode_launcher: standard
  gradient_accumulation_steps: 1
  gradient_clipping: 0.3
  zero_stage: 3
`,
  hosts: `distributed_type: DEEPSPEED
mixed_precision: bf16
num_machines: 2
machine_rank: 0
main_process_ip: 10.0.0.1
main_process_port: 29502
num_processes: 16
deepspeed_config:
  deepspeed_multinode_launcher: pdsh
  deepspeed_hostfile: hostfile
  deepspeed_exclusion_filter: worker-2:0
  gradient_accumulation_steps: 1
  gradient_clipping: 0.3
  zero_stage: 3
`,
  fsdp1: `compute_environment: LOCAL_MACHINE
distributed_type: FSDP
mixed_precision: bf16
num_machines: 1
num_processes: 8
fsdp_config:
  fsdp_version: 1
  fsdp_sharding_strategy: FULL_SHARD
  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
  fsdp_transformer_layer_cls_to_wrap: LlamaDecoderLayer
  fsdp_backward_prefetch: BACKWARD_PRE
  fsdp_state_dict_type: FULL_STATE_DICT
  fsdp_offload_params: false
  fsdp_use_orig_params: true
  fsdp_cpu_ram_efficient_loading: true
  fsdp_sync_module_states: true
`,
  'fsdp1 without a version': `distributed_type: FSDP
num_processes: 4
mixed_precision: bf16
fsdp_config:
  fsdp_sharding_strategy: 2   # SHARD_GRAD_OP
  fsdp_auto_wrap_policy: NO_WRAP
  fsdp_backward_prefetch: NO_PREFETCH
  fsdp_state_dict_type: SHARDED_STATE_DICT
  fsdp_forward_prefetch: false
  fsdp_offload_params: true
  fsdp_use_orig_params: false
  fsdp_cpu_ram_efficient_loading: false
  fsdp_sync_module_states: false
  fsdp_activation_checkpointing: false
`,
  fsdp2: `compute_environment: LOCAL_MACHINE
distributed_type: FSDP
mixed_precision: bf16
num_machines: 1
num_processes: 8
fsdp_config:
  fsdp_version: 2
  fsdp_reshard_after_forward: true
  fsdp_auto_wrap_policy: SIZE_BASED_WRAP
  fsdp_min_num_params: 100000000
  fsdp_state_dict_type: FULL_STATE_DICT
  fsdp_activation_checkpointing: true
  fsdp_activation_checkpointing_offload: false
  fsdp_cpu_ram_efficient_loading: true
parallelism_config:
  parallelism_config_dp_shard_size: 8
  parallelism_config_tp_size: 1
`,
  'fsdp2 in two dimensions': `distributed_type: FSDP
enable_cpu_affinity: false
mixed_precision: bf16
num_machines: 1
num_processes: 8
fsdp_config:
  fsdp_version: 2
  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
  fsdp_reshard_after_forward: true
  fsdp_state_dict_type: SHARDED_STATE_DICT
  fsdp_offload_params: false
  fsdp_cpu_ram_efficient_loading: false
parallelism_config:
  parallelism_config_dp_replicate_size: 2
  parallelism_config_dp_shard_size: 4
  parallelism_config_tp_size: 1
  parallelism_config_cp_size: 1
  parallelism_config_cp_comm_strategy: allgather
`,
  megatron: `compute_environment: LOCAL_MACHINE
distributed_type: MEGATRON_LM
mixed_precision: bf16
num_machines: 1
num_processes: 8
megatron_lm_config:
  megatron_lm_gradient_clipping: 1.0
  megatron_lm_num_micro_batches: 2
  megatron_lm_pp_degree: 2
  megatron_lm_recompute_activations: true
  megatron_lm_sequence_parallelism: false
  megatron_lm_tp_degree: 2
  megatron_lm_use_distributed_optimizer: true
`,
  fp8: `distributed_type: MULTI_GPU
mixed_precision: fp8
num_processes: 2
fp8_config:
  backend: TE
  amax_compute_algo: max
  amax_history_len: 1024
  fp8_format: E4M3
  interval: 1
  margin: 0
  override_linear_precision: [false, false, false]
  use_autocast_during_eval: false
`,
  'fp8 by torch': `distributed_type: 'NO'
mixed_precision: fp8
num_processes: 1
fp8_config:
  backend: AO
`,
  compiled: `compute_environment: LOCAL_MACHINE
distributed_type: MULTI_GPU
mixed_precision: bf16
num_machines: 1
num_processes: 8
dynamo_config:
  dynamo_backend: INDUCTOR
  dynamo_mode: default
  dynamo_use_fullgraph: false
  dynamo_use_dynamic: false
`,
  old: `compute_environment: LOCAL_MACHINE
deepspeed_config: {}
distributed_type: MULTI_GPU
fp16: true
machine_rank: 0
main_process_ip: null
main_process_port: null
main_training_function: main
num_machines: 1
num_processes: 2
`,
}

const everything = {
  zero_optimization: {
    stage: 3,
    overlap_comm: true,
    contiguous_gradients: true,
    reduce_bucket_size: 'auto',
    stage3_max_live_parameters: 1e9,
    stage3_gather_16bit_weights_on_model_save: true,
    offload_optimizer: { device: 'none', pin_memory: true },
  },
  bf16: { enabled: true },
  fp16: { enabled: false, loss_scale: 0, loss_scale_window: 1000 },
  gradient_clipping: 0.3,
  gradient_accumulation_steps: 1,
  train_micro_batch_size_per_gpu: 'auto',
  train_batch_size: 'auto',
  wall_clock_breakdown: false,
}

const deepspeedFiles: Readonly<Record<string, unknown>> = {
  named: everything,
  'with an optimizer': {
    bf16: { enabled: 'auto' },
    optimizer: { type: 'AdamW', params: { lr: 'auto', betas: [0.9, 0.999], eps: 1e-8, weight_decay: 'auto' } },
    scheduler: {
      type: 'WarmupDecayLR',
      params: {
        warmup_min_lr: 'auto',
        warmup_max_lr: 'auto',
        warmup_num_steps: 'auto',
        total_num_steps: 'auto',
      },
    },
    zero_optimization: {
      stage: 2,
      offload_optimizer: { device: 'cpu', pin_memory: true },
      allgather_partitions: true,
      allgather_bucket_size: 2e8,
      reduce_scatter: true,
      reduce_bucket_size: 'auto',
      overlap_comm: true,
      contiguous_gradients: true,
    },
    gradient_accumulation_steps: 'auto',
    gradient_clipping: 'auto',
    train_micro_batch_size_per_gpu: 'auto',
    train_batch_size: 'auto',
    steps_per_print: 2000,
    wall_clock_breakdown: false,
  },
  'with its own numbers': {
    train_micro_batch_size_per_gpu: 1,
    gradient_accumulation_steps: 1,
    gradient_clipping: 0.3,
    zero_allow_untested_optimizer: true,
    bf16: { enabled: true },
    optimizer: { type: 'Adam', params: { lr: 5e-5, betas: [0.9, 0.999], eps: 1e-8, weight_decay: 0.0 } },
    scheduler: {
      type: 'WarmupLR',
      params: { warmup_min_lr: 0, warmup_max_lr: 5e-5, warmup_num_steps: 10, warmup_type: 'linear' },
    },
    zero_optimization: { stage: 1, reduce_bucket_size: 5e8 },
  },
  'with all that is measured': {
    zero_optimization: {
      stage: 3,
      offload_param: { device: 'nvme', nvme_path: '/scratch', buffer_count: 5, buffer_size: 1e8, max_in_cpu: 1e9 },
      offload_optimizer: { device: 'nvme', nvme_path: '/scratch', buffer_count: 4, fast_init: false },
      stage3_prefetch_bucket_size: 'auto',
      stage3_param_persistence_threshold: 'auto',
      stage3_max_reuse_distance: 1e9,
      sub_group_size: 1e9,
      round_robin_gradients: true,
      zero_hpz_partition_size: 1,
      zero_quantized_weights: false,
    },
    bf16: { enabled: true },
    gradient_clipping: 0.3,
    gradient_accumulation_steps: 1,
    train_micro_batch_size_per_gpu: 'auto',
    activation_checkpointing: {
      partition_activations: false,
      cpu_checkpointing: false,
      contiguous_memory_optimization: false,
      number_checkpoints: null,
      synchronize_checkpoint_boundary: false,
      profile: false,
    },
    aio: { block_size: 1048576, queue_depth: 8, thread_count: 1, single_submit: false, overlap_events: true },
    comms_logger: { enabled: false, verbose: false, prof_all: true, debug: false },
    flops_profiler: { enabled: false, profile_step: 1, module_depth: -1, top_modules: 1, detailed: true },
    tensorboard: { enabled: false, output_path: 'logs/', job_name: 'lora' },
    csv_monitor: { enabled: false, output_path: 'logs/', job_name: 'lora' },
    data_types: { grad_accum_dtype: 'fp32' },
    communication_data_type: 'fp32',
    prescale_gradients: false,
    dump_state: false,
    steps_per_print: 100,
    wall_clock_breakdown: false,
    memory_breakdown: false,
  },
  'in half precision': {
    fp16: {
      enabled: 'auto',
      loss_scale: 0,
      loss_scale_window: 1000,
      initial_scale_power: 16,
      hysteresis: 2,
      min_loss_scale: 1,
    },
    zero_optimization: { stage: 2, offload_optimizer: { device: 'none' } },
    gradient_accumulation_steps: 'auto',
    gradient_clipping: 'auto',
    train_batch_size: 'auto',
    train_micro_batch_size_per_gpu: 'auto',
  },
}

const own =
  'train.py --model_name_or_path m --dataset_name d --output_dir out --bf16 True --max_grad_norm 0.3 ' +
  '--gradient_accumulation_steps 1 --per_device_train_batch_size 1 --use_peft True --lora_r 16 --lora_alpha 32 ' +
  '--lora_target_modules q_proj v_proj'
const numbered = `${own} --learning_rate 5e-5 --weight_decay 0.0 --adam_beta1 0.9 --adam_beta2 0.999 --adam_epsilon 1e-8 --warmup_steps 10`
const half = own.replace('--bf16 True', '--fp16 True')

/** Words as a shell reads them again, all on one line. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
const split = (text: string): readonly string[] => text.split(' ')

const withFile = (name: string): string =>
  `compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
num_machines: 1
num_processes: 8
deepspeed_config:
  deepspeed_config_file: ds_config.json
  zero3_init_flag: ${JSON.stringify(deepspeedFiles[name]).includes('"stage":3')}
`

const started = (words: readonly string[]) => ({ 'launch.sh': `${quoted(words)}\n`, words })

function launch(name: string, files: Readonly<Record<string, string>>, spoilt: Base['spoilt'], script = own): Base {
  const { words, ...shell } = started(split(`accelerate launch --config_file accelerate.yaml ${script}`))
  return { name, files: { ...files, ...shell }, words, dialect: 'trainer', spoilt }
}

const hostfile = 'worker-1 slots=8\nworker-2 slots=8\n'

/** Commands that say everything themselves, or something that the file says otherwise. */
const commands: Readonly<Record<string, readonly [file: string, flags: string]>> = {
  'flags alone': ['one', '--num_processes 1 --num_machines 1 --mixed_precision bf16 --dynamo_backend no'],
  'flags of DDP': ['ddp', '--multi_gpu --num_processes 4 --gpu_ids 0,1,2,3 --main_process_port 29511 --same_network'],
  'flags of DeepSpeed': [
    'zero3',
    '--use_deepspeed --zero_stage 2 --offload_optimizer_device none --gradient_clipping 0.3 --num_processes=8',
  ],
  'flags of FSDP': [
    'fsdp2',
    '--use_fsdp --fsdp_version 2 --fsdp_reshard_after_forward true --fsdp_auto_wrap_policy NO_WRAP ' +
      '--fsdp_state_dict_type SHARDED_STATE_DICT --num-processes 8',
  ],
  'flags of two machines': [
    'two',
    '--num_machines 2 --machine_rank 1 --main_process_ip 10.0.0.1 --main_process_port 29500 --num_processes 16 ' +
      '--rdzv_backend static --max_restarts 0 --tee 3 --log_dir logs',
  ],
}

const trl = `# LoRA on one question and its answer
model_name_or_path: m
dataset_name: d
output_dir: out
learning_rate: 2.0e-4
num_train_epochs: 1
per_device_train_batch_size: 1
gradient_accumulation_steps: 8
gradient_checkpointing: true
max_length: 2048
packing: false
bf16: true
max_grad_norm: 0.3
lr_scheduler_type: cosine
warmup_steps: 0.03
logging_steps: 10
save_strategy: steps
eval_strategy: 'no'
report_to: none
seed: 42
use_peft: true
lora_r: 16
lora_alpha: 32
lora_dropout: 0.05
lora_target_modules:
  - q_proj
  - v_proj
`
const trlLong = `accelerate_config: accelerate.yaml
model_name_or_path: m
dtype: bfloat16
attn_implementation: sdpa
dataset_name: d
output_dir: out
learning_rate: 0.0001
optim: adamw_torch_fused
max_steps: 200
per_device_train_batch_size: 2
per_device_eval_batch_size: 2
gradient_accumulation_steps: 4
gradient_checkpointing: yes
gradient_checkpointing_kwargs: {use_reentrant: false}
max_length: 4096
bf16: true
weight_decay: 0.0
logging_steps: 5
use_peft: true
load_in_4bit: true
bnb_4bit_quant_type: nf4
use_bnb_nested_quant: true
lora_r: 64
lora_alpha: 16
lora_dropout: 0.1
lora_target_modules: all-linear
lora_task_type: CAUSAL_LM
`

const adapters: Readonly<Record<string, unknown>> = {
  'a small adapter': {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: 'meta-llama/Llama-3.1-8B',
    r: 16,
    lora_alpha: 32,
    lora_dropout: 0.05,
    target_modules: ['q_proj', 'v_proj'],
  },
  'an adapter as it is saved': {
    alpha_pattern: {},
    auto_mapping: null,
    base_model_name_or_path: 'meta-llama/Llama-3.1-8B',
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
    loftq_config: {},
    lora_alpha: 16,
    lora_bias: false,
    lora_dropout: 0.1,
    megatron_config: null,
    megatron_core: 'megatron.core',
    modules_to_save: ['lm_head'],
    peft_type: 'LORA',
    r: 64,
    rank_pattern: {},
    revision: null,
    target_modules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    task_type: 'CAUSAL_LM',
    use_dora: false,
    use_rslora: false,
  },
  'an adapter for all': {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: 'meta-llama/Llama-3.1-8B',
    r: 8,
    lora_alpha: 8,
    target_modules: 'all-linear',
    use_rslora: true,
    init_lora_weights: 'gaussian',
  },
  'an adapter by pattern': {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: 'meta-llama/Llama-3.1-8B',
    r: 8,
    lora_alpha: 16,
    target_modules: '.*(q|v)_proj',
    rank_pattern: { q_proj: 4 },
    bias: 'lora_only',
  },
}

/** What a preset writes; its command with the values of variables that nobody sets. */
function ofPreset({ id, answers }: (typeof presets)[number]): Base {
  const run = resolve(answers)
  const { files, command } = plan(run)
  const words = command.flat().map((word) => (typeof word === 'string' ? word : word.otherwise))
  const texts = Object.fromEntries(
    files.filter(({ path }) => path !== 'lora-wizard.yaml').map((one) => [one.path, one.text]),
  )
  return {
    name: id,
    files: { ...texts, 'launch.sh': `${quoted(words)}\n` },
    words,
    dialect: ({ transformers: 'trainer', trl: 'trl', mlperf: 'mlperf' } as const)[run.config['output.trainer']],
    spoilt: { 'accelerate.yaml': 1 },
  }
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** All of them are sound: the judge and `check` are asked about each before anything is done to it. */
export const bases: readonly Base[] = [
  ...Object.entries(accelerateFiles).map(([name, yaml]) =>
    launch(
      name,
      { 'accelerate.yaml': yaml, ...(yaml.includes('hostfile') && { hostfile }) },
      { 'accelerate.yaml': 9, 'launch.sh': 1 },
      name === 'ddp of some GPUs' || name === 'old' ? half : own,
    ),
  ),
  ...Object.entries(deepspeedFiles).map(([name, json]) =>
    launch(
      name,
      { 'accelerate.yaml': withFile(name), 'ds_config.json': pretty(json) },
      { 'accelerate.yaml': 1, 'ds_config.json': 4 },
      name === 'in half precision' ? half : name === 'named' ? own : numbered,
    ),
  ),
  ...Object.entries(commands).map(([name, [file, flags]]): Base => {
    const { words, ...shell } = started(split(`accelerate launch --config_file accelerate.yaml ${flags} ${own}`))
    const files = { 'accelerate.yaml': accelerateFiles[file] as string, ...shell }
    return { name, files, words, dialect: 'trainer', spoilt: { 'launch.sh': 1 } }
  }),
  ...[
    ['trl', trl, 'ddp', 'trl sft --config train.yaml --accelerate_config accelerate.yaml'] as const,
    ['trl with all of it', trlLong, 'one', 'trl sft --config train.yaml'] as const,
  ].map(([name, yaml, file, command]): Base => {
    const { words, ...shell } = started(split(command))
    const files = { 'train.yaml': yaml, 'accelerate.yaml': accelerateFiles[file] as string, ...shell }
    return { name, files, words, dialect: 'trl', spoilt: { 'train.yaml': 5, 'launch.sh': 1 } }
  }),
  ...Object.entries(adapters).map(
    ([name, json]): Base => ({
      name,
      files: { 'adapter_config.json': pretty(json) },
      words: [],
      dialect: 'adapter',
      spoilt: { 'adapter_config.json': 1 },
    }),
  ),
  ...presets.map(ofPreset),
]
