/** Valid files, and what people make of them: keys dropped, misspelt, moved; values of another type; accidents of YAML and JSON. */
import type { Random } from './random-walk.ts'

export interface Mutant {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  /** What was done, in order. */
  readonly done: readonly string[]
}

const one = `compute_environment: LOCAL_MACHINE
distributed_type: 'NO'
mixed_precision: bf16
num_machines: 1
num_processes: 1
use_cpu: false
debug: false
`
const ddp = `# eight GPUs
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
`
const zero2 = `compute_environment: LOCAL_MACHINE
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
`
const zero3 = `compute_environment: LOCAL_MACHINE
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
`
const two = `compute_environment: LOCAL_MACHINE
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
`
const fsdp1 = `compute_environment: LOCAL_MACHINE
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
`
const fsdp2 = `compute_environment: LOCAL_MACHINE
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
`
const compiled = `${ddp.replace("'NO'", 'INDUCTOR')}  dynamo_mode: default
  dynamo_use_fullgraph: false
  dynamo_use_dynamic: false
`
const named = `compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
num_machines: 1
num_processes: 8
deepspeed_config:
  deepspeed_config_file: ds_config.json
  zero3_init_flag: true
`
const json = {
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

const command =
  'accelerate launch --config_file accelerate.yaml train.py --model_name_or_path m --dataset_name d --output_dir out ' +
  '--bf16 True --max_grad_norm 0.3 --gradient_accumulation_steps 1 --per_device_train_batch_size 1 --use_peft True ' +
  '--lora_r 16 --lora_alpha 32 --lora_target_modules q_proj v_proj\n'
/** The words of the command, as a shell hands them over. */
export const words = command.trim().split(' ')

const bases: readonly (readonly [name: string, yaml: string])[] = [
  ['one', one],
  ['ddp', ddp],
  ['zero2', zero2],
  ['zero3', zero3],
  ['two', two],
  ['fsdp1', fsdp1],
  ['fsdp2', fsdp2],
  ['compiled', compiled],
  ['named', named],
]

const values =
  "true|false|null||0|-1|1|2|3|4|8|16|8.0|1.5|'8'|\"2\"|1e8|1e-1|1.0e+8|0.5|auto|'auto'|none|no|'no'|yes|'yes'|off|NO|'NO'|on|[1, 2]|[]|{}|{a: 1}|some text|70000|all|'all'|'0'|'0,1'|'0-3'|0,1|010|0x10|1_0|12:30|2024-01-01|2024-02-30|~|.inf|.nan|FULL_SHARD|FULL_STATE_DICT|SHARDED_STATE_DICT|cpu|nvme|gpu|CPU|bf16|fp16|BF16|fp32|bfloat16|DEEPSPEED|FSDP|MULTI_GPU|MULTI_CPU|multi_gpu|TPU|ds_config.json|missing.json|inductor|INDUCTR|maybe|'false'|'true'|TRANSFORMER_BASED_WRAP|NO_WRAP|standard|pdsh|LlamaDecoderLayer, MistralDecoderLayer|!!str 8|&a 8|*a|\"\\u0007\"|'|{|]|@x|%y|? a|a: b".split(
    '|',
  )
const other = [
  'num_processes: 4',
  'zero_stage: 3',
  'fsdp_version: 2',
  'gradient_clipping: 1.0',
  'mixed_precision: fp16',
  'gpu_ids: 0',
  'main_process_ip: localhost',
  'fp16: true',
  'dynamo_backend: NO',
  'dynamo_backend: inductor',
  'wandb_project: x',
  'learning_rate: 1e-4',
  'deepspeed_config: {zero_stage: 2}',
  'fsdp_config: {}',
  'fp8_config: {backend: TE, margin: x}',
  'parallelism_config: {tp_size: 2}',
  'downcast_bf16: no',
  'tpu_env: []',
  'gradient_clipping: 0',
  'zero_optimization: {stage: 3}',
  'offload_param_device: cpu',
  'fsdp_sync_module_states: false',
  'fsdp_activation_checkpointing_offload: true',
  'use_cpu: true',
]

type Change = (lines: string[], by: Random) => string | undefined

const keyed = (lines: readonly string[]): readonly number[] =>
  lines.flatMap((line, place) => (/^\s*[\w']+:/.test(line) ? [place] : []))
const parts = (line: string): readonly [lead: string, key: string, value: string] => {
  const [, lead = '', key = '', value = ''] = /^(\s*)([^:]*):\s?(.*)$/.exec(line) ?? []
  return [lead, key, value]
}

function misspelt(word: string, by: Random): string {
  if (word.length < 3) return `${word}x`
  const at = 1 + by.below(word.length - 2)
  switch (by.below(5)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1)
    case 1:
      return word.slice(0, at) + word[at] + word.slice(at)
    case 2:
      return word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1)
    case 3:
      return word.toUpperCase() === word ? word.toLowerCase() : word.toUpperCase()
    default:
      return word.replaceAll('_', '-')
  }
}

const changes: Readonly<Record<string, Change>> = {
  drop: (lines, by) => lines.splice(by.pick(keyed(lines)), 1)[0],
  misspell: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key, value] = parts(lines[at]!)
    lines[at] = `${lead}${misspelt(key, by)}: ${value}`
    return lines[at]
  },
  retype: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key] = parts(lines[at]!)
    lines[at] = `${lead}${key}: ${by.pick(values)}`
    return lines[at]
  },
  'misspell the value': (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key, value] = parts(lines[at]!)
    lines[at] = `${lead}${key}: ${misspelt(value, by)}`
    return lines[at]
  },
  quote: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key, value] = parts(lines[at]!)
    lines[at] = /^['"]/.test(value) ? `${lead}${key}: ${value.slice(1, -1)}` : `${lead}${key}: '${value}'`
    return lines[at]
  },
  move: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [line = ''] = lines.splice(at, 1)
    const to = by.below(lines.length + 1)
    lines.splice(to, 0, by.chance(0.5) ? line.trim() : `  ${line.trim()}`)
    return `${line} → ${to}`
  },
  add: (lines, by) => {
    const line = by.pick(other)
    const inside = by.chance(0.5) && lines.findIndex((each) => /^\w+_config:$/.test(each)) + 1
    if (inside) lines.splice(inside, 0, `  ${line}`)
    else lines.unshift(line)
    return line
  },
  twice: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key] = parts(lines[at]!)
    lines.splice(at + 1, 0, `${lead}${key}: ${by.pick(values)}`)
    return lines[at + 1]
  },
  accident: (lines, by) => {
    const at = by.below(lines.length)
    const kind = by.below(12)
    const line = lines[at]!
    if (kind === 0) lines[at] = `\t${line.trim()}`
    else if (kind === 1) lines[at] = line.replace(': ', ':')
    else if (kind === 2) lines[at] = line.replace(': ', ':\t')
    else if (kind === 3) lines[at] = `${line} '`
    else if (kind === 4) lines[at] = `${line}\u0007`
    else if (kind === 5) lines.splice(at, 0, '---')
    else if (kind === 6) lines[at] = ` ${line}`
    else if (kind === 7) lines[at] = `- ${line}`
    else if (kind === 8) lines[at] = line.replace(/: .*/, '')
    else if (kind === 9) lines[at] = `${line} # a note`
    else if (kind === 10) lines.splice(0, lines.length, ...lines.map((each) => `${each}\r`))
    else lines[0] = `\ufeff${lines[0]}`
    return `${kind} at ${at}`
  },
}

const weights = ['retype', 'retype', 'retype', 'misspell', 'misspell the value', ...Object.keys(changes)]

/** A change of the JSON: of a key anywhere in it. */
function changedJson(by: Random): readonly [text: string, done: string] {
  const copy = structuredClone(json) as Record<string, unknown>
  const all: (readonly [holder: Record<string, unknown>, key: string])[] = []
  const visit = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      all.push([holder, key])
      if (typeof value === 'object' && value) visit(value as Record<string, unknown>)
    }
  }
  visit(copy)
  const [holder, key] = by.pick(all)
  const value = by.pick([
    true,
    false,
    null,
    0,
    -1,
    1,
    2,
    3,
    4,
    1.5,
    'auto',
    '3',
    'cpu',
    'CPU',
    'nvme',
    '5e8',
    5e8,
    'no',
    'x',
    [],
    {},
    'true',
  ])
  const kind = by.pick(['drop', 'misspell', 'retype', 'retype', 'text'])
  if (kind === 'drop') delete holder[key]
  else if (kind === 'misspell') {
    const name = misspelt(key, by)
    const kept = holder[key]
    delete holder[key]
    holder[name] = kept
  } else if (kind === 'retype') holder[key] = value
  const text = JSON.stringify(copy, null, 2)
  if (kind !== 'text') return [text, `json ${kind} ${key} ${JSON.stringify(holder[key])}`]
  const accident = by.below(5)
  const texts = [
    text.replace('{', '{ // note'),
    text.replace(/\n}$/, ',\n}'),
    text.replaceAll('"', "'"),
    `\ufeff${text}`,
    text.slice(0, -3),
  ]
  return [texts[accident]!, `json accident ${accident}`]
}

/** The files before anything is done to them: all of them are sound. */
export const sound: readonly Mutant[] = bases.map(([name, yaml]) => ({
  id: name,
  files: {
    'accelerate.yaml': yaml,
    'launch.sh': command,
    ...(name === 'named' && { 'ds_config.json': JSON.stringify(json, null, 2) }),
  },
  done: [name],
}))

export function mutant(id: number, by: Random): Mutant {
  const [name, yaml] = by.pick(bases)
  const lines = yaml.trimEnd().split('\n')
  const done: string[] = [name]
  let text = JSON.stringify(json, null, 2)
  const many = by.chance(0.75) ? 1 : 2
  for (let count = 0; count < many; count++) {
    if (name === 'named' && by.chance(0.6)) {
      const [changed, what] = changedJson(by)
      text = changed
      done.push(what)
      continue
    }
    const kind = by.pick(weights)
    if (lines.length > 1) done.push(`${kind}: ${changes[kind]!(lines, by)}`)
  }
  const files: Record<string, string> = { 'accelerate.yaml': `${lines.join('\n')}\n`, 'launch.sh': command }
  if (name === 'named') files['ds_config.json'] = text
  return { id: String(id), files, done }
}
