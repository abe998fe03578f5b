/** A YAML file for `axolotl train`. */
import type { Answers } from '../config.ts'
import type { Value } from '../fields/field.ts'
import { type FieldKey, fieldKeys } from '../fields/index.ts'
import { readYaml } from '../python/yaml/document.ts'
import { defaultAnswers, sectionRead, unsaid } from '../tools/commands.ts'
import { tool } from '../tools/index.ts'
import { type MethodNames, methodMeaning, warmupMeaning, yes } from './method-names.ts'
import { reader } from './reader.ts'
import { scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

/** Keys of `fsdp_config` are those of Accelerate, with its prefix or without (src/axolotl/utils/schemas/fsdp.py of 0.19.0). */
const sharding = fieldKeys
  .filter((key) => key.startsWith('fsdp.'))
  .flatMap((key): readonly (readonly [string, FieldKey])[] => {
    const name = key.slice('fsdp.'.length)
    return [
      [`fsdp_config.${name}`, key],
      [`fsdp_config.${name.replace(/^fsdp_/, '')}`, key],
    ]
  })
const names = new Map<string, FieldKey>([...namesOf('axolotl'), ...sharding, ['fsdp_version', 'fsdp.fsdp_version']])
type Root = ReadonlyMap<string, Value | undefined>

/** axolotl names the adapter instead of switching it on (src/axolotl/utils/schemas/peft.py). */
const translated = (root: Root): MethodNames => {
  const adapter = root.get('adapter')
  return {
    use_peft: adapter === null || adapter === undefined ? false : adapter === 'lora' || adapter === 'qlora',
    use_dora: root.get('peft_use_dora'),
    // Only under `qlora` are weights loaded in 4 bits, and only under `lora` in 8 (src/axolotl/loaders/model.py of 0.19.0, lines 801 to 829).
    load_in_4bit: adapter === 'qlora',
    load_in_8bit: adapter === 'lora' ? root.get('load_in_8bit') : undefined,
  }
}
/** Whether there is data to evaluate with (src/axolotl/core/builders/base.py of 0.19.0, line 524). */
const isEvaluated = (root: Root): boolean => Number(root.get('val_set_size') ?? 0) > 0 || root.has('test_datasets')

const attentions = [
  'attn_implementation',
  ...['flash', 'flex', 'sdp', 'xformers', 'sage', 'eager'].map((name) => `${name}_attention`),
]
/** A kernel that keeps packed samples apart under any trainer, so that the option means the same. */
const usesFlash = (root: Root): boolean =>
  root.get('flash_attention') === true || String(root.get('attn_implementation')).startsWith('flash')
const methodKeys = ['adapter', 'peft_use_dora', 'load_in_4bit', 'load_in_8bit']

/** What a name means that is not one option of ours with one value. */
export function axolotlMeaning(path: string, value: Value | undefined, root: Root): Meaning | undefined {
  switch (path) {
    case 'learning_rate':
      // Preferences and rewards are learned at other rates than texts are.
      return root.get('rl') == null ? undefined : 'no-option'
    case 'evals_per_epoch':
      return isEvaluated(root) ? { open: 'training.eval_steps' } : 'understood'
    case 'saves_per_epoch':
      return { open: 'training.save_steps' }
    case 'fsdp':
      return 'understood'
    case 'sample_packing':
      // With any of these it keeps packed samples apart by itself (utils/schemas/validation.py, check_sample_packing_without_attention).
      return value === true && attentions.some((name) => root.get(name)) && !usesFlash(root) ? 'no-option' : undefined
    case 'train_on_inputs':
      return typeof value === 'boolean' ? { answers: [['data.assistant_only_loss', !value]] } : undefined
    case 'use_tensorboard':
    case 'use_wandb':
    case 'use_trackio':
      return value === true ? { answers: [['training.report_to', path.slice('use_'.length)]] } : 'understood'
    case 'base_model':
      return typeof value === 'string' ? { answers: [['model.id', value]] } : undefined
    case 'lora_target_linear':
      return value === true ? { answers: [['lora.target_modules', 'all-linear']] } : 'understood'
    case 'warmup_ratio':
      return warmupMeaning(value, root)
    case 'deepspeed':
      return { reference: 'deepspeed' }
    case 'bf16':
      if (value === false && !yes(root.get('fp16'))) return { answers: [['accelerate.mixed_precision', 'no']] }
      return value === true || value === 'true' ? { answers: [['accelerate.mixed_precision', 'bf16']] } : 'understood'
    case 'fp16':
      return value === true || value === 'true' ? { answers: [['accelerate.mixed_precision', 'fp16']] } : 'understood'
    case 'flash_attention':
      return value === true ? { answers: [['training.attn_implementation', 'flash_attention_2']] } : 'understood'
    case 'sdp_attention':
      return value === true ? { answers: [['training.attn_implementation', 'sdpa']] } : 'understood'
    default:
      return methodMeaning(path, root, translated, methodKeys)
  }
}

/** In a file, datasets are described one by one; the first one stands for all, since the option names one. */
function special(
  path: string,
  value: Value | undefined,
  root: Root,
  at: (...path: readonly (string | number)[]) => Value | undefined,
): Meaning | undefined {
  if (path !== 'datasets') return axolotlMeaning(path, value, root)
  const dataset = at('datasets', 0, 'path')
  return typeof dataset === 'string' ? { answers: [['data.dataset', dataset]] } : 'understood'
}

const kept = scored({
  base_model: 5,
  adapter: 3,
  sequence_len: 4,
  sample_packing: 4,
  micro_batch_size: 1,
  lora_target_linear: 4,
  num_epochs: 1,
  datasets: 2,
  lora_r: 1,
  optimizer: 1,
  lr_scheduler: 2,
})

export const axolotl = reader({
  id: 'axolotl',
  // It reads YAML; `base_model` stands in many a JSON, and in files for mergekit.
  recognise: (sample) => (sample.json || sample.names.has('merge_method') ? 0 : kept(sample)),
  read: (text) =>
    readTree(readYaml(text), {
      kind: 'axolotl',
      language: 'yaml',
      names,
      special,
      // pydantic turns a text into the number it spells.
      loose: () => true,
      implied,
      knows: (path) =>
        path.startsWith('fsdp_config.')
          ? tool('axolotl').release().section('FSDPConfig')?.named(path.slice('fsdp_config.'.length)) !== undefined
          : sectionRead('axolotl')?.named(path.split('.')[0] as string) !== undefined,
    }),
})

/** What a file means by what it leaves out, and by what it says elsewhere. */
function implied(_answers: Answers, said: ReadonlySet<string>, root: Root): Answers {
  const adapter = root.get('adapter')
  const steps = said.has('eval_steps') || said.has('evals_per_epoch')
  return {
    ...unsaid('axolotl', said),
    ...(said.has('train_on_inputs') ? {} : { 'data.assistant_only_loss': true }),
    // Axolotl leaves it to the Trainer.
    ...(said.has('max_grad_norm')
      ? {}
      : { 'training.max_grad_norm': defaultAnswers('trainer')['training.max_grad_norm'] as number }),
    ...(adapter === null || adapter === undefined ? { 'method.name': 'full' as const } : {}),
    ...(said.has('deepspeed')
      ? { 'accelerate.distributed_type': 'DEEPSPEED' as const }
      : said.has('fsdp_config') || said.has('fsdp')
        ? { 'accelerate.distributed_type': 'FSDP' as const }
        : {}),
    // Without a word it saves after each epoch, and evaluates if there is data to evaluate with (core/builders/base.py, lines 508 to 533).
    ...(said.has('save_steps') || said.has('saves_per_epoch')
      ? { 'training.save_strategy': 'steps' as const }
      : said.has('save_strategy')
        ? {}
        : { 'training.save_strategy': 'epoch' as const }),
    ...(!isEvaluated(root)
      ? { 'training.eval_strategy': 'no' as const }
      : steps
        ? { 'training.eval_strategy': 'steps' as const }
        : said.has('eval_strategy')
          ? {}
          : { 'training.eval_strategy': 'no' as const }),
  }
}
