/** A YAML file for `axolotl train`. */
import type { Value } from '../fields/field.ts'
import { readYaml } from '../python/yaml/document.ts'
import { type MethodNames, methodMeaning, warmupMeaning } from './method-names.ts'
import { reader } from './reader.ts'
import { scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

const names = namesOf('axolotl')
type Root = ReadonlyMap<string, Value | undefined>

/** axolotl names the adapter instead of switching it on (src/axolotl/utils/schemas/peft.py). */
const translated = (root: Root): MethodNames => {
  const adapter = root.get('adapter')
  return {
    use_peft: adapter === null || adapter === undefined ? false : adapter === 'lora' || adapter === 'qlora',
    use_dora: root.get('peft_use_dora'),
    load_in_4bit: root.get('load_in_4bit') ?? (adapter === 'qlora' ? true : undefined),
    load_in_8bit: root.get('load_in_8bit'),
  }
}
const attentions = [
  'attn_implementation',
  ...['flash', 'flex', 'sdp', 'xformers', 'sage', 'eager'].map((name) => `${name}_attention`),
]
const methodKeys = ['adapter', 'peft_use_dora', 'load_in_4bit', 'load_in_8bit']

function special(path: string, value: Value | undefined, root: Root): Meaning | undefined {
  switch (path) {
    case 'learning_rate':
      // Preferences and rewards are learned at other rates than texts are.
      return root.get('rl') == null ? undefined : 'understood'
    case 'sample_packing':
      // With any of these it keeps packed samples apart by itself (utils/schemas/validation.py, check_sample_packing_without_attention).
      return value === true && attentions.some((name) => root.get(name)) ? 'understood' : undefined
    case 'base_model':
      return typeof value === 'string' ? { answers: [['model.id', value]] } : undefined
    case 'lora_target_linear':
      return value === true ? { answers: [['lora.target_modules', 'all-linear']] } : 'understood'
    case 'warmup_ratio':
      return warmupMeaning(value, root)
    case 'deepspeed':
      return { reference: 'deepspeed' }
    case 'bf16':
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
  // It reads YAML; `base_model` stands in many a JSON.
  recognise: (sample) => (sample.json ? 0 : kept(sample)),
  read: (text) =>
    readTree(readYaml(text), {
      kind: 'axolotl',
      language: 'yaml',
      names,
      special,
      // pydantic turns a text into the number it spells.
      loose: () => true,
      implied: (_answers, said) => ({
        ...(said.has('adapter') ? {} : { 'method.name': 'full' as const }),
        // Where nothing is said it saves after each epoch, and evaluates by steps only if they are given (core/builders/base.py).
        ...(said.has('save_steps') ? {} : { 'training.save_strategy': 'epoch' as const }),
        ...(said.has('eval_steps') ? {} : { 'training.eval_strategy': 'no' as const }),
      }),
    }),
})
