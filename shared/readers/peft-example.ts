/** Arguments of PEFT's example script for supervised fine-tuning (examples/sft/train.py), from which many scripts are copied. */
import type { Answers } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import { type MethodNames, methodMeaning } from './method-names.ts'
import type { Meaning } from './tree.ts'

type Said = ReadonlyMap<string, Value | undefined>

/** Arguments that neither Transformers, TRL, nor the MLPerf reference has. */
const own: readonly string[] = [
  'use_4bit_quantization',
  'use_8bit_quantization',
  'use_nested_quant',
  'use_reentrant',
  'use_unsloth',
  'chat_template_format',
  'append_concat_token',
  'splits',
]
/** The reference has these, too. */
const shared: readonly string[] = ['use_peft_lora', 'use_flash_attn']

/** One flag proves little: scripts borrow single names from each other. */
export function ofExample(said: Said): boolean {
  const has = (name: string) => said.has(name)
  return own.some(has) && [...own, ...shared].filter(has).length > 1
}

/** Its names for options of ours, beside those of TrainingArguments. */
export const exampleNames: readonly (readonly [string, FieldKey])[] = [
  ['use_nested_quant', 'method.double_quant'],
  ['max_seq_length', 'data.sequence_length'],
]

const translated = (said: Said): MethodNames => ({
  use_peft: said.get('use_peft_lora') ?? false,
  load_in_4bit: said.get('use_4bit_quantization'),
  load_in_8bit: said.get('use_8bit_quantization'),
})

/** What a name means that is not one option of ours with one value. */
export function exampleMeaning(name: string, value: Value | undefined, said: Said): Meaning | undefined {
  if (name === 'use_flash_attn') {
    const isOn = value === true || /^(?:true|yes|y|t|1)$/i.test(String(value))
    return isOn ? { answers: [['training.attn_implementation', 'flash_attention_2']] } : 'understood'
  }
  if (own.includes(name) && name !== 'use_nested_quant' && !methods.includes(name)) return 'understood'
  return methodMeaning(name, said, translated, methods)
}
const methods = ['use_peft_lora', 'use_4bit_quantization', 'use_8bit_quantization']

/** What the script uses for what it is not told. */
const defaults = {
  lora_r: ['lora.r', 64],
  lora_alpha: ['lora.lora_alpha', 16],
  lora_dropout: ['lora.lora_dropout', 0.1],
  lora_target_modules: ['lora.target_modules', 'q_proj,k_proj,v_proj,o_proj,down_proj,up_proj,gate_proj'],
  max_seq_length: ['data.sequence_length', 512],
  packing: ['data.packing', false],
} as const satisfies Readonly<Record<string, readonly [FieldKey, Value]>>

export function impliedByExample(said: Said): Answers {
  return {
    ...Object.fromEntries(Object.entries(defaults).flatMap(([name, pair]) => (said.has(name) ? [] : [pair]))),
    ...(methods.some((name) => said.has(name)) ? {} : { 'method.name': 'full' as const }),
  } as Answers
}
