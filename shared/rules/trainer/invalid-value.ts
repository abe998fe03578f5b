/** A value that TRL's parser cannot turn into what the argument is, or that the Trainer cannot count with. */
import { nearest } from '../../config.ts'
import { beginning, entry, given, nameOf, shown, spot } from '../../lookup/keys.ts'
import { parserTakes, textOf } from '../../lookup/launcher-flags.ts'
import { argumentFiles, isTrl } from '../../lookup/script-arguments.ts'
import { isNumber, isTrue, isWhole, numberOf, pythonText, stringOf, truthOf, typeOf } from '../../python/values.ts'
import type { Node } from '../../python/yaml/node.ts'
import { transformers, trl } from '../../source.ts'
import { flagsWithoutValue, trlArguments, trlNumbers, trlTruths, trlWhole, writtenFlags } from '../../tools/names.ts'
import type { Versions } from '../../tools/tool.ts'
import type { FileSet, Hit, ReadFile } from '../file-rule.ts'
import { rule } from '../rule.ts'

type Kind = 'int' | 'float' | 'bool'

const kindOf = (name: string, versions: Versions): Kind | undefined =>
  trlWhole(versions).has(name)
    ? 'int'
    : trlNumbers(versions).has(name)
      ? 'float'
      : trlTruths(versions).has(name)
        ? 'bool'
        : undefined

/** Whether argparse makes of a text what the argument is; `on` and `off` are no truth values to it. */
const spells = (text: string, kind: Kind): boolean =>
  kind === 'int'
    ? isWhole(text)
    : kind === 'float'
      ? isNumber(text)
      : ['yes', 'true', 't', 'y', '1', 'no', 'false', 'f', 'n', '0'].includes(text.toLowerCase())

/** What is no text in a file goes past the parser. These are looked at soon after; the others only when they are used. */
const soon: Readonly<Record<string, (value: number) => boolean>> = {
  adam_epsilon: (value) => value >= 0,
  learning_rate: (value) => value >= 0,
  warmup_steps: (value) => value >= 0,
  adam_beta1: (value) => value >= 0 && value < 1,
  adam_beta2: (value) => value >= 0 && value < 1,
  lora_dropout: (value) => value <= 1,
  logging_steps: (value) => value !== 0 && (value <= 1 || Number.isInteger(value)),
  save_steps: (value) => value <= 1 || Number.isInteger(value),
  lora_r: (value) => value > 0 && Number.isInteger(value),
  torch_empty_cache_steps: (value) => value > 0 && Number.isInteger(value),
  dataloader_num_workers: () => true,
  ddp_timeout: () => true,
  lora_alpha: () => true,
  max_steps: () => true,
}
const tasks = ['SEQ_CLS', 'SEQ_2_SEQ_LM', 'CAUSAL_LM', 'TOKEN_CLS', 'QUESTION_ANS', 'FEATURE_EXTRACTION']
const named = ['eval_strategy', 'hub_strategy', 'logging_strategy', 'lr_scheduler_type', 'optim', 'save_strategy']
const textual = ['output_dir', 'metric_for_best_model']

/** Whether a value of a file is taken that is no text. */
function taken(name: string, value: Node): boolean {
  const number = numberOf(value)
  const type = typeOf(value)
  const range = Object.hasOwn(soon, name) ? soon[name] : undefined
  if (range) {
    if (number === undefined) return name === 'torch_empty_cache_steps' && type === 'null'
    // The optimizer wants two numbers of one kind.
    if (name.startsWith('adam_beta') && type !== 'float') return false
    if ((name === 'lora_r' || name === 'torch_empty_cache_steps') && type !== 'int') return false
    return range(number)
  }
  // `no` without quotes has a rule of its own.
  if (name === 'dataset_name') return isTrue(value)
  if (named.includes(name)) return type === 'bool' && number === 0
  if (textual.includes(name)) return type === 'null'
  if (name === 'lora_task_type' || name === 'parallelism_config') return type === 'null'
  if (name === 'lora_target_modules')
    return (
      type === 'null' ||
      (value.kind === 'sequence' &&
        value.items.length > 0 &&
        value.items.every((one) => stringOf(one.value) !== undefined))
    )
  if (name === 'lora_modules_to_save' || name === 'lora_target_parameters')
    return (
      !isTrue(value) || (value.kind === 'sequence' && value.items.every((one) => stringOf(one.value) !== undefined))
    )
  return true
}

/** What bitsandbytes' settings refuse beside texts, where they are used at all. */
const refusedInFour = (name: string, value: Node): boolean =>
  name === 'use_bnb_nested_quant'
    ? typeOf(value) !== 'bool'
    : ['dtype', 'bnb_4bit_quant_storage', 'bnb_4bit_quant_type'].includes(name) && typeOf(value) !== 'null'

const others = [
  'dtype',
  'bnb_4bit_quant_storage',
  'bnb_4bit_quant_type',
  ...named,
  ...textual,
  'parallelism_config',
  'dataset_name',
  'lora_task_type',
  'lora_target_modules',
  'lora_modules_to_save',
]

function* inFile(file: ReadFile, versions: Versions): Generator<Hit> {
  const root = file.reading.document?.root
  if (!root) return
  const counted = [...trlWhole(versions), ...trlNumbers(versions), ...trlTruths(versions)]
  for (const name of [...counted, ...others, 'lora_target_parameters', 'debug']) {
    const one = entry(root, name)
    if (!one) continue
    const kind = kindOf(name, versions)
    const text = stringOf(one.value)
    // A mixture of data sets takes the place of one.
    if (name === 'dataset_name' && entry(root, 'datasets')) continue
    // A place that somebody fills in later.
    if (/[${<]/.test(text ?? '')) continue
    const quantized = entry(root, 'load_in_4bit')
    const four = quantized !== undefined && truthOf(pythonText(quantized.value)) === true
    const fine =
      text === undefined
        ? taken(name, one.value) && !(four && refusedInFour(name, one.value))
        : kind
          ? spells(text, kind) &&
            (!Object.hasOwn(soon, name) || (soon[name]?.(Number(text.replaceAll('_', ''))) ?? true))
          : name === 'lora_task_type'
            ? tasks.includes(text)
            : name === 'dataset_name'
              ? text !== ''
              : name === 'parallelism_config'
                ? false
                : name === 'debug'
                  ? ['underflow_overflow', 'tpu_metrics_debug'].includes(text)
                  : name === 'lora_target_modules' || name === 'lora_target_parameters'
                    ? name === 'lora_target_modules' && text !== ''
                    : !named.includes(name) || !['True', 'False', 'None', ''].includes(text)
    if (fine) continue
    const meant = name === 'lora_task_type' ? nearest((text ?? '').toUpperCase(), tasks)[0] : undefined
    yield {
      spot: spot(file, name, one),
      facts: { key: name, value: shown(file, one), kind: kind ?? 'str' },
      ...(meant !== undefined && { fix: [{ path: [name], value: meant }] }),
    }
  }
}

function* inCommand(file: ReadFile, versions: Versions): Generator<Hit> {
  const { given: known, unknown, refused } = file.reading
  const seen = new Set<string>()
  for (const one of [...known, ...unknown, ...refused]) {
    const kind = kindOf(one.path, versions)
    const text = textOf(file, one)
    // A switch that says how the model is trained stands for several options.
    if (!kind || text === undefined || /[{<]/.test(text) || seen.has(`${one.path} ${one.at.offset}`)) continue
    seen.add(`${one.path} ${one.at.offset}`)
    if (!spells(text, kind))
      yield { spot: given(file, one), facts: { key: `--${one.path}`, value: text === '' ? "''" : text, kind } }
  }
}

/** What the file says to the launcher, `trl sft` hands on as flags. */
function* handedOn(file: ReadFile, versions: Versions): Generator<Hit> {
  const root = file.reading.document?.root
  for (const one of root?.kind === 'mapping' ? root.entries.values() : []) {
    const name = nameOf(one) ?? ''
    if (!writtenFlags(versions.accelerate).has(name) || trlArguments(versions).has(name)) continue
    const text = pythonText(one.value)
    // A switch takes no value, and its value is taken for the script.
    if (
      !flagsWithoutValue(versions.accelerate).has(name) &&
      (one.value.kind !== 'scalar' || parserTakes(name, text, versions.accelerate))
    )
      continue
    yield {
      spot: spot(file, name, one),
      facts: { key: name, value: shown(file, one), kind: `accelerate launch --${name}` },
    }
  }
}

/** Without a name or a mixture there is no data; the command may name it. */
function* without(file: ReadFile, { files }: FileSet): Generator<Hit> {
  const root = file.reading.document?.root
  const commands = files.filter(({ reading }) => reading.kind === 'launch-script')
  if (root?.kind !== 'mapping' || commands.length === 0) return
  if (['dataset_name', 'datasets'].some((name) => entry(root, name))) return
  const named = commands.some(({ reading }) =>
    [...reading.given, ...reading.unknown].some(({ path }) => path === 'dataset_name' || path === 'datasets'),
  )
  if (!named)
    yield { spot: beginning(file, 'dataset_name'), facts: { key: 'dataset_name', value: 'null', kind: 'str' } }
}

export const trainerInvalidValue = rule({
  id: 'trainer/invalid-value',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  releases: { trl: '>=1.13.0', transformers: '>=5.18.0' },
  sources: [
    transformers('src/transformers/hf_argparser.py:134-290'),
    transformers('src/transformers/training_args.py:1530-1600'),
    trl('trl/scripts/utils.py:378'),
  ],
  reads: {
    options: ['training.bf16'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)) {
        if (file.reading.kind !== 'trl') yield* inCommand(file, set.versions)
        else {
          yield* inFile(file, set.versions)
          yield* handedOn(file, set.versions)
          yield* without(file, set)
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          "model_name_or_path: m\ndataset_name: d\nuse_peft: true\nlora_target_modules: all-linear\ndtype: bfloat16\nbf16: 'on'\n",
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\nlora_target_modules: all-linear\ndtype: bfloat16\nbf16: true\n',
      },
    },
  },
})
