/** A YAML or JSON file for `swift sft` (ms-swift): its keys are the command's arguments. */
import type { Answers } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import { readJson } from '../python/json.ts'
import { readYaml } from '../python/yaml/document.ts'
import { sectionRead, unsaid } from '../tools/commands.ts'
import { type MethodNames, methodMeaning, warmupMeaning } from './method-names.ts'
import { reader } from './reader.ts'
import { looksLikeJson, scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

type Root = ReadonlyMap<string, Value | undefined>

/** What torchrun is started with: `swift` and `llamafactory-cli` hand these variables on (swift/cli/main.py of 4.6.0). */
export const torchrunVariables: Readonly<Record<string, FieldKey>> = {
  NPROC_PER_NODE: 'hardware.gpus_per_machine',
  NNODES: 'hardware.machines',
  NODE_RANK: 'accelerate.machine_rank',
  MASTER_ADDR: 'accelerate.main_process_ip',
  MASTER_PORT: 'accelerate.main_process_port',
}

/** `ENV` is a section of variables; everything else is an argument. */
const names = new Map<string, FieldKey>([
  ...namesOf('ms-swift'),
  ...Object.entries(torchrunVariables).map(([name, key]): readonly [string, FieldKey] => [`ENV.${name}`, key]),
])

/** The tuner, under the names of release 4 and of the releases before. */
const tunerNames = ['tuner_type', 'train_type', 'sft_type']
const tunerOf = (root: Root): Value => tunerNames.map((name) => root.get(name)).find((one) => one != null) ?? 'lora'
const methodKeys = [...tunerNames, 'use_dora', 'quant_bits', 'quant_method']

/** Kinds of tuners that are LoRA or a variant of it (swift/arguments/base_args/base_args.py of 4.6.0, adapters_can_be_merged). */
const variants: readonly Value[] = ['lora', 'longlora', 'adalora']

const translated = (root: Root): MethodNames => {
  const quantized = root.get('quant_method') === 'bnb'
  const bits = Number(root.get('quant_bits') ?? 0)
  return {
    use_peft: variants.includes(tunerOf(root)),
    use_dora: root.get('use_dora'),
    load_in_4bit: quantized && bits === 4,
    load_in_8bit: quantized && bits === 8,
  }
}

/** Configurations that come with ms-swift (swift/config of 4.6.0); any other text is a file or the JSON itself. */
const bundled: Readonly<Record<string, readonly (readonly [FieldKey, Value])[]>> = {
  zero0: [['deepspeed.zero_stage', 0]],
  zero1: [['deepspeed.zero_stage', 1]],
  zero2: [['deepspeed.zero_stage', 2]],
  zero3: [['deepspeed.zero_stage', 3]],
  zero2_offload: [
    ['deepspeed.zero_stage', 2],
    ['deepspeed.offload_optimizer_device', 'cpu'],
  ],
  zero3_offload: [
    ['deepspeed.zero_stage', 3],
    ['deepspeed.offload_optimizer_device', 'cpu'],
    ['deepspeed.offload_param_device', 'cpu'],
  ],
}

/** The type of the weights decides the precision where neither `bf16` nor `fp16` is given (model_args.py, _init_mixed_precision). */
const precisions: Readonly<Record<string, string>> = { bfloat16: 'bf16', float16: 'fp16', float32: 'fp16' }

/** What a name means that is not one option of ours with one value. */
export function msSwiftMeaning(path: string, value: Value | undefined, root: Root): Meaning | undefined {
  switch (path) {
    case 'learning_rate':
      // Preferences and rewards are learned at other rates than texts are.
      return root.get('rlhf_type') == null ? undefined : 'no-option'
    case 'model':
      return typeof value === 'string' ? { answers: [['model.id', value]] } : undefined
    case 'attn_impl':
      return value === 'flash_attn' ? { answers: [['training.attn_implementation', 'flash_attention_2']] } : undefined
    case 'warmup_ratio':
      return warmupMeaning(value, root)
    case 'deepspeed': {
      if (typeof value !== 'string' || /^\s*\{/.test(value)) return 'understood'
      return Object.hasOwn(bundled, value) ? { answers: bundled[value] ?? [] } : { reference: 'deepspeed' }
    }
    case 'torch_dtype': {
      const precision = typeof value === 'string' && Object.hasOwn(precisions, value) ? precisions[value] : undefined
      const isSaid = root.get('bf16') != null || root.get('fp16') != null
      return precision && !isSaid ? { answers: [['accelerate.mixed_precision', precision]] } : 'understood'
    }
    case 'loss_scale':
      return value === 'all' || value === 'default'
        ? { answers: [['data.assistant_only_loss', value === 'default']] }
        : 'no-option'
    case 'fsdp':
      return 'understood'
    default:
      return methodMeaning(path, root, translated, methodKeys)
  }
}

/** Whether a command that trains has an argument of this name. */
export const knownToSwift = (name: string): boolean =>
  (sectionRead('ms-swift')?.named(name) ?? sectionRead('ms-swift-rlhf')?.named(name)) !== undefined

/** What the command means by what it is not told. */
export function impliedBySwift(said: ReadonlySet<string>, root: Root): Answers {
  const hasTuner = tunerNames.some((name) => said.has(name))
  const isEvaluated = said.has('val_dataset') || said.has('eval_dataset') || Number(root.get('split_dataset_ratio')) > 0
  return {
    ...unsaid('ms-swift', said),
    // Of a conversation the answers are learned (swift/loss_scale/base.py of 4.6.0).
    ...(said.has('loss_scale') ? {} : { 'data.assistant_only_loss': true }),
    ...(hasTuner || methodKeys.some((name) => said.has(name)) ? {} : { 'method.name': 'lora' as const }),
    // sft_args.py of 4.6.0, _init_override.
    ...(said.has('learning_rate') ? {} : { 'training.learning_rate': tunerOf(root) === 'full' ? 1e-5 : 1e-4 }),
    ...(said.has('deepspeed')
      ? { 'accelerate.distributed_type': 'DEEPSPEED' as const }
      : said.has('fsdp')
        ? { 'accelerate.distributed_type': 'FSDP' as const }
        : {}),
    ...(isEvaluated ? {} : { 'training.eval_strategy': 'no' as const }),
  }
}

const kept = scored({
  tuner_type: 5,
  train_type: 5,
  sft_type: 4,
  rlhf_type: 5,
  split_dataset_ratio: 4,
  attn_impl: 3,
  quant_bits: 3,
  freeze_vit: 3,
  use_hf: 3,
  quant_method: 2,
  val_dataset: 2,
  model_author: 2,
  target_modules: 1,
  lora_rank: 1,
  torch_dtype: 1,
  model: 1,
  max_length: 1,
})

export const msSwift = reader({
  id: 'ms-swift',
  // A checkpoint's args.json holds what the command made of its arguments.
  recognise: (sample) => (sample.names.has('swift_version') ? 0 : kept(sample)),
  read: (text) => {
    const json = looksLikeJson(text)
    return readTree(json ? readJson(text) : readYaml(text), {
      kind: 'ms-swift',
      language: json ? 'json' : 'yaml',
      names,
      special: msSwiftMeaning,
      // Every value becomes a word of the command.
      loose: () => true,
      implied: (_answers, said, root) => impliedBySwift(said, root),
      knows: (path) => path.startsWith('ENV.') || knownToSwift(path.split('.')[0] as string),
    })
  },
})
