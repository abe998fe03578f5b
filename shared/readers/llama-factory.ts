/** A YAML file for `llamafactory-cli train`. */
import type { Answers } from '../config.ts'
import type { Value } from '../fields/field.ts'
import { readYaml } from '../python/yaml/document.ts'
import { sectionRead, unsaid } from '../tools/commands.ts'
import { type MethodNames, methodMeaning, warmupMeaning, yes } from './method-names.ts'
import { reader, type Sample } from './reader.ts'
import { scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

const names = namesOf('llama-factory')
type Root = ReadonlyMap<string, Value | undefined>

/** Names of src/llamafactory/hparams (finetuning_args.py, model_args.py). */
const translated = (root: Root): MethodNames => {
  const bits = Number(root.get('quantization_bit') ?? 0)
  const type = root.get('finetuning_type') ?? 'lora'
  return {
    // Some layers, or something else than LoRA: nearer to no adapter than to one.
    use_peft: type === 'lora',
    use_dora: root.get('use_dora'),
    load_in_4bit: bits === 4,
    load_in_8bit: bits === 8,
  }
}
const methodKeys = ['finetuning_type', 'use_dora', 'quantization_bit']
const attention: Readonly<Record<string, string>> = {
  fa2: 'flash_attention_2',
  fa3: 'flash_attention_3',
  sdpa: 'sdpa',
  disabled: 'eager',
}

/** What a name means that is not one option of ours with one value. */
export function llamaFactoryMeaning(path: string, value: Value | undefined, root: Root): Meaning | undefined {
  switch (path) {
    case 'learning_rate': {
      // Preferences and rewards are learned at other rates than texts are, and so is a part of the layers.
      const texts = ['sft', 'pt'].includes(String(root.get('stage') ?? 'sft'))
      const known = ['lora', 'full'].includes(String(root.get('finetuning_type') ?? 'lora'))
      return texts && known ? undefined : 'no-option'
    }
    case 'model_name_or_path':
      return typeof value === 'string' ? { answers: [['model.id', value]] } : undefined
    case 'lora_target':
      return value === 'all' ? { answers: [['lora.target_modules', 'all-linear']] } : undefined
    case 'flash_attn': {
      const kind = typeof value === 'string' && Object.hasOwn(attention, value) ? attention[value] : undefined
      return kind ? { answers: [['training.attn_implementation', kind]] } : 'understood'
    }
    case 'warmup_ratio':
      return warmupMeaning(value, root)
    case 'deepspeed':
      return { reference: 'deepspeed' }
    case 'enable_liger_kernel':
      return typeof value === 'boolean' ? { answers: [['training.use_liger_kernel', value]] } : undefined
    case 'train_on_prompt':
      return typeof value === 'boolean' ? { answers: [['data.assistant_only_loss', !value]] } : undefined
    case 'pissa_init':
      return value === true ? { answers: [['lora.init_lora_weights', 'pissa']] } : undefined
    case 'disable_gradient_checkpointing':
      return { answers: [['training.gradient_checkpointing', !yes(value)]] }
    case 'do_train':
      return 'understood'
    case 'quantization_method':
    case 'quantization_type':
    case 'stage':
    case 'template':
      return 'no-option'
    default:
      return methodMeaning(path, root, translated, methodKeys)
  }
}

const kept = scored({
  finetuning_type: 5,
  stage: 1,
  do_train: 2,
  template: 3,
  cutoff_len: 4,
  lora_target: 4,
  lora_rank: 1,
  quantization_bit: 3,
  dataset_dir: 2,
  model_name_or_path: 1,
})

/** Whether a file is for the next generation of LLaMA-Factory, whose configuration no reader knows. */
export const isNextGeneration = ({ names }: Sample): boolean =>
  ['model_class', 'train_dataset', 'dist_config'].some((name) => names.has(name))

export const llamaFactory = reader({
  id: 'llama-factory',
  recognise: kept,
  read: (text) =>
    readTree(readYaml(text), {
      kind: 'llama-factory',
      language: 'yaml',
      names,
      special: llamaFactoryMeaning,
      // OmegaConf reads `5e-5` as a number, PyYAML as a text.
      loose: () => true,
      implied: (_answers, said, root) => impliedByFactory(said, root),
      knows,
    }),
})

const knows = (path: string): boolean => sectionRead('llama-factory')?.named(path.split('.')[0] as string) !== undefined

/** What a file means by what it leaves out: the defaults of the tool's own classes, and what it makes of them. */
export function impliedByFactory(said: ReadonlySet<string>, root: Root): Answers {
  const type = root.get('finetuning_type') ?? 'lora'
  const rank = Number(root.get('lora_rank') ?? 8)
  return {
    ...unsaid('llama-factory', said),
    ...(said.has('train_on_prompt') ? {} : { 'data.assistant_only_loss': true }),
    ...(methodKeys.some((name) => said.has(name)) ? {} : { 'method.name': 'lora' as const }),
    ...(type === 'lora' && !said.has('lora_target') ? { 'lora.target_modules': 'all-linear' } : {}),
    // hparams/finetuning_args.py of 0.9.5, line 568.
    ...(said.has('lora_alpha') || !Number.isFinite(rank) ? {} : { 'lora.lora_alpha': rank * 2 }),
    // It turns checkpointing on by itself (model/model_utils/checkpointing.py of 0.9.5).
    ...(said.has('disable_gradient_checkpointing') ? {} : { 'training.gradient_checkpointing': true }),
    ...(['bf16', 'fp16', 'pure_bf16', 'fp8'].some((name) => yes(root.get(name)))
      ? {}
      : { 'accelerate.mixed_precision': 'no' as const }),
    ...(said.has('deepspeed')
      ? { 'accelerate.distributed_type': 'DEEPSPEED' as const }
      : said.has('fsdp')
        ? { 'accelerate.distributed_type': 'FSDP' as const }
        : {}),
  }
}
