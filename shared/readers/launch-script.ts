/** A shell script, or one command, with `accelerate launch … script arguments`. */

import type { Answers } from '../config.ts'
import type { Field, Value } from '../fields/field.ts'
import { type FieldKey, fieldAt } from '../fields/index.ts'
import { asTrl, methodNames, methodOf, ofAnotherTrainer, warmupMeaning } from './method-names.ts'
import { type Given, type Reading, type Reference, type Refused, reader, type Unknown, type Written } from './reader.ts'
import { placer, type ShellCommand, type ShellWord, shellCommands } from './shell-words.ts'
import { asOption, collected, type Names, namesOf } from './tree.ts'

const launcherNames = namesOf('launch')
const scriptNames: Readonly<Record<'transformers' | 'trl' | 'mlperf', Names>> = {
  transformers: namesOf('trainer'),
  trl: namesOf('trl'),
  mlperf: namesOf('mlperf'),
}

/** Flags of `accelerate launch` 1.15.0 that take no value (commands/launch.py, launch_command_parser). */
const valueless = new Set(
  'quiet q help h cpu multi_gpu tpu enable_cpu_affinity dynamo_use_fullgraph dynamo_use_dynamic dynamo_use_regional_compilation use_deepspeed use_fsdp use_parallelism_config use_megatron_lm same_network module m no_python tpu_cluster no_tpu_cluster tpu_use_sudo downcast_bf16 fp8_use_autocast_during_eval debug'.split(
    ' ',
  ),
)
const strategies: Readonly<Record<string, string>> = {
  use_deepspeed: 'DEEPSPEED',
  use_fsdp: 'FSDP',
  use_megatron_lm: 'MEGATRON_LM',
  multi_gpu: 'MULTI_GPU',
  tpu: 'XLA',
}
/** Flags without a value of the other launchers (PyTorch 2.13.0, torch/distributed/run.py; DeepSpeed 0.19.6, launcher/runner.py). */
const valuelessElsewhere: Readonly<Record<string, ReadonlySet<string>>> = {
  torchrun: new Set('h help standalone m module no_python run_path use_env'.split(' ')),
  deepspeed: new Set(
    'h help module no_python no_local_rank no_ssh no_ssh_check force_multi save_pid elastic_training bind_cores_to_rank'.split(
      ' ',
    ),
  ),
}
/** How many processes the other launchers start. */
const countsElsewhere: Readonly<Record<string, FieldKey>> = {
  nproc_per_node: 'hardware.gpus_per_machine',
  num_gpus: 'hardware.gpus_per_machine',
  nnodes: 'hardware.machines',
  num_nodes: 'hardware.machines',
}
/** Flags that say how the launcher itself behaves. */
const launcherOwn = new Set('quiet q help h module m no_python use_parallelism_config no_tpu_cluster'.split(' '))

/** Scripts that say by their names that they learn preferences or rewards. */
const learnsPreferences = /(?:dpo|grpo|ppo|orpo|kto|rloo|rlhf|reward)[^/]*$/i

/** Arguments that only the MLPerf reference's train.py has. */
const ownMlperfNames = new Set([
  'use_peft_lora',
  ...[...scriptNames.mlperf.keys()].filter((name) => !scriptNames.transformers.has(name) && !scriptNames.trl.has(name)),
])

/** One option of a command line: its name, its values, and where they stand. */
interface Option {
  readonly name: string
  readonly word: ShellWord
  readonly values: readonly ShellWord[]
  /** The value behind `=`; undefined where there is none, or where only the shell knows it. */
  readonly texts: readonly (string | undefined)[]
}

type Launcher = 'accelerate' | 'torchrun' | 'deepspeed'

interface Start {
  readonly launcher: Launcher
  /** The place in the command where the launcher's own words begin. */
  readonly begin: number
}

/** Words of a script's name: `train.py`, also behind a variable. */
const isScript = ({ raw }: ShellWord): boolean => /\.py["']?$/.test(raw)
const modules: Readonly<Record<string, Launcher>> = {
  'accelerate.commands.launch': 'accelerate',
  'torch.distributed.run': 'torchrun',
  'torch.distributed.launch': 'torchrun',
}

/** What a command launches with; undefined if it launches nothing. */
function startOf(command: ShellCommand): Start | undefined {
  for (const [index, { text }] of command.entries()) {
    const base = text?.split('/').at(-1)
    const next = command[index + 1]?.text
    if (base === 'accelerate' && next === 'launch') return { launcher: 'accelerate', begin: index + 2 }
    if (base === 'accelerate-launch') return { launcher: 'accelerate', begin: index + 1 }
    if (text !== undefined && Object.hasOwn(modules, text)) return { launcher: modules[text]!, begin: index + 1 }
    if (base === 'trl' && next === 'sft') return { launcher: 'accelerate', begin: index }
    // Both are also names of packages and folders: only what starts a script counts.
    if ((base === 'torchrun' || base === 'deepspeed') && launches(command, index)) {
      return { launcher: base, begin: index + 1 }
    }
  }
  return undefined
}

const launches = (command: ShellCommand, index: number): boolean => {
  const before = command.slice(0, index)
  const rest = command.slice(index + 1)
  if (before.some(({ text }) => /^(?:pip3?|conda|which|install|command|type|echo|--with)$/.test(text ?? '')))
    return false
  return rest.some((word) => isScript(word) || word.text === '-m' || word.text === '--module')
}

const nameOf = (text: string): string => text.replace(/^--?/, '').replaceAll('-', '_')

export const launchScript = reader({
  id: 'launch-script',
  recognise: ({ text, json }) => {
    // A sentence in JSON may speak of the command.
    if (json) return 0
    // A line of YAML may name such a command too: `script: trl sft`, `- accelerate launch train.py`.
    const command =
      /^(?![ \t]*(?:#|-\s|['"]?[\w.-]+['"]?[ \t]*:\s)).*\b(?:accelerate(?:-|\s+)launch|accelerate\.commands\.launch|trl\s+sft)\b/m
    if (command.test(text)) return 30
    const other =
      /^(?![ \t]*(?:#|-\s|['"]?[\w.-]+['"]?[ \t]*:\s)).*\b(?:torchrun|deepspeed|torch\.distributed\.(?:run|launch))\b.*(?:\.py\b|\\$)/m
    if (other.test(text) && !/^\s*[{[]/.test(text) && !/^[\w-]+:(?:\s|$)/m.test(text)) return 28
    return /^#!.*\b(?:ba|da|z|k)?sh\b/.test(text) ? 25 : 0
  },
  read: (text): Reading => {
    const place = placer(text)
    const given: Given[] = []
    const unknown: Unknown[] = []
    const refused: Refused[] = []
    const references: Reference[] = []
    const pairs: (readonly [FieldKey, Value, Written])[] = []
    const launchOf = new Map<Written, number>()
    const scripts = new Set<number | undefined>()
    let launch = 0
    let implied: Answers = {}

    const writtenAt = (name: string, word: ShellWord, last: ShellWord = word, first: ShellWord = last): Written => ({
      path: name,
      at: place(word.start),
      valueAt: place(first.start),
      end: last.end,
    })
    const take = (key: FieldKey, value: Value, written: Written) => {
      const fitted = asOption(key, value, true)
      if (!fitted || 'refusal' in fitted) {
        const wrong = { why: 'wrong-type', key, value: String(value), kind: (fieldAt(key) as Field).kind } as const
        refused.push({ ...written, refusal: fitted?.refusal ?? wrong })
        return
      }
      given.push({ ...written, key, value: fitted.value })
      if (fitted.value === null) return
      pairs.push([key, fitted.value, written])
      launchOf.set(written, launch)
    }
    const keep = (written: Written, words: readonly ShellWord[], launcher = false) => {
      const value = words.map(({ raw }) => raw).join(' ')
      const shown = value.length > 80 ? `${value.slice(0, 77)}...` : value
      unknown.push({ ...written, value: shown, ...(launcher && { launcher }) })
    }
    const written = ({ name, word, values }: Option): Written =>
      writtenAt(name, word, values.at(-1) ?? word, values[0] ?? word)

    const launcher = (option: Option) => {
      const { name, texts, values } = option
      const at = written(option)
      if (name === 'config_file' || name === 'deepspeed_config_file' || name.endsWith('hostfile')) {
        const kind =
          name === 'config_file' ? 'accelerate' : name === 'deepspeed_config_file' ? 'deepspeed' : 'host-file'
        if (texts[0] !== undefined) references.push({ ...at, kind, file: texts[0] })
        if (name === 'config_file' && values.length > 0) return
      }
      if (name === 'use_parallelism_config') keep(at, values)
      if (launcherOwn.has(name)) return
      if (Object.hasOwn(strategies, name)) {
        take('accelerate.distributed_type', strategies[name]!, at)
        return
      }
      if (name === 'cpu') {
        take('accelerate.use_cpu', true, at)
        return
      }
      const key = launcherNames.get(name)
      if (!key) keep(at, values, true)
      else if (valueless.has(name)) take(key, key === 'accelerate.downcast_bf16' ? 'yes' : true, at)
      else if (texts[0] === undefined) keep(at, values, true)
      else take(key, texts[0], at)
    }
    const elsewhere = (option: Option) => {
      const { name, texts } = option
      // `1:4` machines, or as many processes as there are cards: only the run knows.
      const key = Object.hasOwn(countsElsewhere, name) ? countsElsewhere[name] : undefined
      if (key && /^\d+$/.test(texts[0] ?? '')) take(key, texts[0]!, written(option))
    }

    const script = (words: readonly ShellWord[], trl: boolean, file: string) => {
      const options = optionsOf(words)
      const named = new Map(options.map((option) => [option.name, option]))
      const said = (name: string): Value | undefined => {
        const option = named.get(name)
        if (!option) return undefined
        return option.texts.length === 0 ? true : (option.texts[0] ?? undefined)
      }
      const root = new Map(options.map(({ name }) => [name, said(name)]))
      const own = [...ownMlperfNames].filter((name) => named.has(name)).length
      const mlperf = !trl && (named.has('use_peft_lora') || (own > 1 && /(?:^|\/)train\.py$/.test(file)))
      const dialect = trl ? 'trl' : mlperf ? 'mlperf' : 'transformers'
      const names = scriptNames[dialect]
      const methods = mlperf ? ['use_peft_lora'] : methodNames
      const preferences = learnsPreferences.test(file) || options.some((one) => ofAnotherTrainer.test(one.name))
      const methodOption = options.find(({ name }) => methods.includes(name))
      for (const option of options) {
        const { name, texts, values } = option
        const at = written(option)
        if (option === methodOption) {
          const method = methodOf(mlperf ? { use_peft: said('use_peft_lora') } : asTrl(root))
          for (const [key, value] of Object.entries(method)) take(key as FieldKey, value, at)
        } else if (methods.includes(name)) continue
        // Preferences and rewards are learned at other rates than texts are.
        else if (name === 'learning_rate' && preferences) keep(at, values)
        else if (name === 'use_flash_attn' && mlperf) {
          take('training.attn_implementation', 'flash_attention_2', at)
        } else if (name === 'warmup_ratio') {
          const meaning = warmupMeaning(said('warmup_ratio') ?? null, root)
          if (meaning === undefined) keep(at, values)
          else if (typeof meaning !== 'string' && 'answers' in meaning) {
            for (const [key, value] of meaning.answers) take(key, value, at)
          }
        } else if (name === 'warmup_steps' && mlperf) {
          if (texts[0] !== undefined) take('training.warmup_steps', texts[0], at)
        } else if (
          name === 'deepspeed' ||
          name === 'deepspeed_config' ||
          (name === 'config' && trl) ||
          (name === 'accelerate_config' && trl)
        ) {
          const kind = name.startsWith('deepspeed') ? 'deepspeed' : name === 'config' ? 'trl' : 'accelerate'
          if (texts[0] !== undefined) references.push({ ...at, kind, file: texts[0] })
        } else if (['dtype', 'torch_dtype', 'bnb_4bit_quant_type', 'bnb_4bit_quant_storage'].includes(name)) continue
        else {
          const key = names.get(name)
          if (!key || texts.includes(undefined)) keep(at, values)
          else take(key, texts.length === 0 ? true : texts.join(','), at)
        }
      }
      return dialect
    }

    const launchers = new Set<Launcher>()
    for (const [place, command] of launching(text).entries()) {
      const start = startOf(command)
      if (!start) continue
      const { launcher: by, begin } = start
      launchers.add(by)
      launch = place
      const { options, rest, module } = launcherOptions(command.slice(begin), valuelessElsewhere[by] ?? valueless)
      for (const option of options) (by === 'accelerate' ? launcher : elsewhere)(option)
      const [first, ...words] = rest
      if (!first) continue
      scripts.add(launch)
      const sft = (module && first.text === 'trl.scripts.sft') || (first.text === 'trl' && words[0]?.text === 'sft')
      const dialect = script(first.text === 'trl' && sft ? words.slice(1) : words, sft, first.text ?? first.raw)
      const at = writtenAt('script', first)
      if (first.text !== undefined) take('output.script', sft ? 'trl sft' : first.text, at)
      else given.push({ ...at, key: 'output.script', value: null })
      // TRL and the reference train every weight unless they are told to use an adapter; what another script does cannot be seen.
      if (dialect !== 'transformers' && !given.some(({ key }) => key === 'method.name'))
        implied = { 'method.name': 'full' }
      // Whose arguments a script of somebody's own parses cannot be seen.
      if (dialect !== 'transformers') take('output.trainer', dialect, at)
    }

    // Processes are divided by machines; without a number of machines there is nothing to divide by.
    const machinesUnknown = unknown.some(({ path }) => path === 'num_machines')
    const certain = machinesUnknown ? pairs.filter(([key]) => key !== 'accelerate.num_processes') : pairs
    // What several launches are told is only known together where all are told the same.
    const several = scripts.size
    const saidOf = new Map<FieldKey, { readonly launches: Set<number | undefined>; readonly values: Set<string> }>()
    for (const [key, value, written] of several > 1 ? certain : []) {
      const launch = launchOf.get(written)
      if (!scripts.has(launch)) continue
      const said = saidOf.get(key) ?? { launches: new Set(), values: new Set() }
      said.launches.add(launch)
      said.values.add(String(value))
      saidOf.set(key, said)
    }
    const agreed = (key: FieldKey, launch: number | undefined): boolean => {
      if (!scripts.has(launch)) return true
      const said = saidOf.get(key)
      return said?.launches.size === several && said.values.size === 1
    }
    const known = several > 1 ? certain.filter(([key, , written]) => agreed(key, launchOf.get(written))) : certain
    const { answers, refusals } = collected(known)
    return {
      kind: 'launch-script',
      language: 'shell',
      document: null,
      answers,
      implied: several > 1 && !('output.trainer' in answers) ? {} : implied,
      ...(launchers.size > 0 && !launchers.has('accelerate') && { elsewhere: true as const }),
      given,
      unknown,
      refused: [...refused, ...refusals].sort((one, other) => one.at.offset - other.at.offset),
      references,
      findings: [],
    }
  },
})

/** So many quoted commands are looked into. */
const mostQuoted = 20

/** The commands that launch something: those of the script, and those kept in quotes for later (`LAUNCHER="accelerate launch …"`, `srun bash -c '…'`). */
function launching(text: string): readonly ShellCommand[] {
  const found: ShellCommand[] = []
  let looked = 0
  for (const command of shellCommands(text)) {
    if (startOf(command)) {
      found.push(command)
      continue
    }
    // What is only printed starts nothing.
    if (/^(?:echo|printf)$/.test(command[0]?.text ?? '')) continue
    for (const { raw, start } of command) {
      const quotes = /^([A-Za-z_]\w*=)?(["'])(.*)\2$/s.exec(raw)
      if (
        !quotes ||
        !/\b(?:accelerate(?:-|\s+)launch|torchrun|deepspeed|torch\.distributed)\b/.test(quotes[3]!) ||
        looked++ >= mostQuoted
      )
        continue
      // Blanks in front keep every place as it is in the whole text.
      const begin = start + (quotes[1]?.length ?? 0) + 1
      // Left to the inner shell, a variable is one all the same; `$$` is as long, and as unknown.
      const quoted = quotes[2] === '"' ? quotes[3]!.replaceAll('\\$', '$$$$') : quotes[3]!
      const inner = shellCommands(text.slice(0, begin).replace(/[^\r\n]/g, ' ') + quoted)
      found.push(...inner.filter(startOf))
    }
  }
  return found
}

/** The launcher's options, then the script and what follows. */
function launcherOptions(
  words: ShellCommand,
  without: ReadonlySet<string>,
): {
  readonly options: readonly Option[]
  readonly rest: readonly ShellWord[]
  readonly module: boolean
} {
  const options: Option[] = []
  let module = false
  let index = 0
  while (index < words.length) {
    const word = words[index]!
    const text = word.text ?? word.raw
    if (!/^-{1,2}[A-Za-z]/.test(text)) {
      // A variable, or an array, with flags of the launcher in it.
      const flags = word.text === undefined && !isScript(word) && words.slice(index + 1).some(isScript)
      if (!flags) break
      index++
      continue
    }
    const [head, behind] = text.split(/=(.*)/s) as [string, string?]
    const name = nameOf(head)
    module ||= name === 'm' || name === 'module'
    index++
    if (behind !== undefined)
      options.push({ name, word, values: [word], texts: [word.text === undefined ? undefined : behind] })
    else if (without.has(name)) options.push({ name, word, values: [], texts: [] })
    else {
      // A word that looks like a flag is no value (argparse, _parse_optional); a negative number is one.
      const next = words[index]
      const value = next && /^-(?!\d+$|\d*\.\d+$)\S+$/.test(next.text ?? next.raw) ? undefined : next
      if (value) index++
      options.push({ name, word, values: value ? [value] : [], texts: value ? [value.text] : [undefined] })
    }
  }
  return { options, rest: words.slice(index), module }
}

/** Options of a script: everything up to the next name is a value. */
function optionsOf(words: readonly ShellWord[]): readonly Option[] {
  const options: { name: string; word: ShellWord; values: ShellWord[]; texts: (string | undefined)[] }[] = []
  for (const word of words) {
    const text = word.text ?? word.raw
    if (/^--[A-Za-z]/.test(text)) {
      const [head, behind] = text.split(/=(.*)/s) as [string, string?]
      const option = { name: nameOf(head), word, values: [] as ShellWord[], texts: [] as (string | undefined)[] }
      if (behind !== undefined) {
        option.values.push(word)
        option.texts.push(word.text === undefined ? undefined : behind)
      }
      options.push(option)
    } else {
      const option = options.at(-1)
      option?.values.push(word)
      option?.texts.push(word.text)
    }
  }
  return options
}
