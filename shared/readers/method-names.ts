/** The names by which trainers say how a model is fine-tuned, where one option of ours is several of theirs. */
import type { Answers } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { Meaning } from './tree.ts'

/** Names that TRL's trainers for preferences and rewards have (DPO, GRPO, KTO …), and that for texts has not. */
export const ofAnotherTrainer =
  /^(?:beta|rpo_alpha|num_generations|reward_\w+|max_prompt_length|max_completion_length|ref_model\w*|vllm_\w+|kto_\w+)$/

/** What a trainer says about the method, under TRL's names (ModelConfig, trl/trainer/model_config.py); other dialects translate. */
export interface MethodNames {
  readonly use_peft?: Value | undefined
  readonly use_dora?: Value | undefined
  readonly load_in_4bit?: Value | undefined
  readonly load_in_8bit?: Value | undefined
}

/** A truth value as argparse and YAML spell it. */
export const yes = (value: Value | undefined): boolean =>
  value === true || (typeof value === 'string' && /^(true|yes|on|1)$/i.test(value))

export const methodNames: readonly string[] = ['use_peft', 'use_dora', 'load_in_4bit', 'load_in_8bit']

/** One method for all of them: 4-bit weights under an adapter are QLoRA, unless it is DoRA. */
export function methodOf(names: MethodNames): Answers {
  const adapter = yes(names.use_peft)
  if (names.use_peft !== undefined && !adapter) return { 'method.name': 'full' }
  const quantization = yes(names.load_in_4bit) ? 'nf4' : yes(names.load_in_8bit) ? 'int8' : undefined
  const name = yes(names.use_dora) ? 'dora' : quantization === 'nf4' ? 'qlora' : 'lora'
  if (!adapter && !quantization && name === 'lora') return {}
  return { 'method.name': name, ...(quantization ? { 'method.quantization': quantization } : {}) }
}

/** The meaning of one of these names: the whole method stands at the first of them, the others are understood. */
export function methodMeaning(
  path: string,
  root: ReadonlyMap<string, Value | undefined>,
  translated: (root: ReadonlyMap<string, Value | undefined>) => MethodNames,
  names: readonly string[] = methodNames,
): Meaning | undefined {
  if (!names.includes(path)) return undefined
  const first = [...root.keys()].find((name) => names.includes(name))
  if (path !== first) return 'understood'
  return { answers: Object.entries(methodOf(translated(root))) as [keyof Answers, Value][] }
}

/** Names of TRL's as they are. */
export const asTrl = (root: ReadonlyMap<string, Value | undefined>): MethodNames => ({
  use_peft: root.get('use_peft'),
  use_dora: root.get('use_dora'),
  load_in_4bit: root.get('load_in_4bit'),
  load_in_8bit: root.get('load_in_8bit'),
})

/** Whether a value of the names for types is what lora-wizard writes anyway. */
export const isUsual = (name: string, value: Value | undefined): boolean =>
  name === 'bnb_4bit_quant_type' ? value === 'nf4' : value === 'bfloat16' || value === 'auto'

/** A ratio of the steps, before Transformers 5 gave `warmup_steps` below 1 that meaning. */
export function warmupMeaning(
  value: Value | undefined,
  root: ReadonlyMap<string, Value | undefined>,
): Meaning | undefined {
  const steps = Number(root.get('warmup_steps') ?? 0)
  const ratio = Number(value)
  // Steps win over a ratio in every release that had both.
  if (steps > 0) return 'understood'
  return ratio >= 0 && ratio < 1 ? { answers: [['training.warmup_steps', ratio]] } : undefined
}
