/** A YAML file for `trl sft --config`. */
import type { Value } from '../fields/field.ts'
import { readYaml } from '../python/yaml/document.ts'
import { unsaid } from '../tools/commands.ts'
import { asTrl, isUsual, methodMeaning, ofAnotherTrainer, warmupMeaning } from './method-names.ts'
import { reader } from './reader.ts'
import { scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

/** What stands for the launcher may stand in the same file: TRL hands it on (trl/scripts/utils.py). */
const names = new Map([...namesOf('launch'), ...namesOf('trl')])

function special(
  path: string,
  value: Value | undefined,
  root: ReadonlyMap<string, Value | undefined>,
): Meaning | undefined {
  switch (path) {
    case 'learning_rate':
      // Preferences and rewards are learned at other rates than texts are.
      return [...root.keys()].some((name) => ofAnotherTrainer.test(name)) ? 'no-option' : undefined
    case 'accelerate_config':
      return { reference: 'accelerate' }
    case 'deepspeed':
      return { reference: 'deepspeed' }
    case 'warmup_ratio':
      return warmupMeaning(value, root)
    case 'dtype':
    case 'torch_dtype':
      return typeof value === 'string' && dtypes.includes(value) ? { answers: [['model.dtype', value]] } : 'understood'
    case 'bnb_4bit_quant_type':
    case 'bnb_4bit_quant_storage':
      return isUsual(path, value) ? 'understood' : 'no-option'
    default:
      return methodMeaning(path, root, asTrl)
  }
}

/** Types of weights that an estimate tells apart; any other is the model's own. */
export const dtypes: readonly string[] = ['bfloat16', 'float16', 'float32']

export const trl = reader({
  id: 'trl',
  recognise: scored({
    use_peft: 4,
    lora_target_modules: 1,
    dataset_name: 3,
    accelerate_config: 3,
    model_name_or_path: 2,
    max_length: 2,
    attn_implementation: 1,
    lora_r: 2,
    bnb_4bit_quant_type: 2,
    per_device_train_batch_size: 1,
    learning_rate: 1,
    eval_strategy: 1,
  }),
  read: (text) =>
    readTree(readYaml(text), {
      kind: 'trl',
      language: 'yaml',
      names,
      special,
      // Every value goes through argparse as a text.
      loose: () => true,
      // Without `use_peft` the lora_* keys do nothing (trl/trainer/utils.py, get_peft_config).
      // What nobody names is what TRL's own trainer for texts uses; trainers for preferences and rewards have other defaults.
      implied: (_answers, said) => ({
        ...([...said].some((name) => ofAnotherTrainer.test(name))
          ? {}
          : { ...unsaid('trl', said), 'output.trainer': 'trl' as const }),
        ...(said.has('use_peft') ? {} : { 'method.name': 'full' as const }),
      }),
    }),
})
