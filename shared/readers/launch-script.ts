/** A shell script, or one command, with `accelerate launch … script arguments`. */

import {
  type Claim,
  type ClaimTool,
  type ClaimValue,
  known as knownValue,
  unknown as unknownValue,
  type WhyUnknown,
} from '../claims.ts'
import type { Answers } from '../config.ts'
import { trainingScript } from '../emitters/train.ts'
import type { Field, Value } from '../fields/field.ts'
import { type FieldKey, fieldAt } from '../fields/index.ts'
import { accelerateLaunch } from '../launchers/accelerate.ts'
import { type Launch, type Launches, launchesOf } from '../launchers/launches.ts'
import { type Option, optionsOf } from '../launchers/options.ts'
import type { Place } from '../python/yaml/node.ts'
import type { ShellWord } from '../shell/command.ts'
import { placer, known as textOfPieces } from '../shell/piece.ts'
import { axolotlMeaning } from './axolotl.ts'
import { impliedByFactory, llamaFactoryMeaning } from './llama-factory.ts'
import { asTrl, isUsual, methodNames, methodOf, ofAnotherTrainer, warmupMeaning } from './method-names.ts'
import { impliedBySwift, msSwiftMeaning, torchrunVariables } from './ms-swift.ts'
import { exampleMeaning, exampleNames, impliedByExample, ofExample } from './peft-example.ts'
import { type Given, type Reading, type Reference, type Refused, reader, type Unknown, type Written } from './reader.ts'
import { asOption, collected, type Meaning, type Names, namesOf } from './tree.ts'
import { dtypes } from './trl.ts'

const launcherNames = namesOf('launch')
/** Whose arguments a script reads. */
type Dialect = 'transformers' | 'trl' | 'mlperf' | 'peft-example' | 'llama-factory' | 'axolotl' | 'ms-swift'

const scriptNames: Readonly<Record<Dialect, Names>> = {
  transformers: namesOf('trainer'),
  trl: namesOf('trl'),
  mlperf: namesOf('mlperf'),
  'llama-factory': namesOf('llama-factory'),
  axolotl: namesOf('axolotl'),
  'ms-swift': namesOf('ms-swift'),
  'peft-example': new Map([...namesOf('trainer'), ...exampleNames]),
}

/** What arguments mean that are not one option of ours with one value; these dialects say the method by such arguments, too. */
const meanings: Readonly<
  Partial<Record<Dialect, (name: string, value: Value | undefined, said: Said) => Meaning | undefined>>
> = {
  'llama-factory': llamaFactoryMeaning,
  'ms-swift': msSwiftMeaning,
  axolotl: axolotlMeaning,
  'peft-example': exampleMeaning,
}

const strategies: Readonly<Record<string, string>> = {
  use_deepspeed: 'DEEPSPEED',
  use_fsdp: 'FSDP',
  use_megatron_lm: 'MEGATRON_LM',
  multi_gpu: 'MULTI_GPU',
  tpu: 'XLA',
}
/** How many processes the other launchers start. */
const countsElsewhere: Readonly<Record<string, FieldKey>> = {
  nproc_per_node: 'hardware.gpus_per_machine',
  num_gpus: 'hardware.gpus_per_machine',
  nnodes: 'hardware.machines',
  num_nodes: 'hardware.machines',
}
/** Where the machines of a launcher meet. */
const meetingElsewhere: Readonly<Record<string, FieldKey>> = {
  node_rank: 'accelerate.machine_rank',
  master_addr: 'accelerate.main_process_ip',
  master_port: 'accelerate.main_process_port',
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
/** Of these, names that many scripts have. */
const commonNames: ReadonlySet<string> = new Set(['dataset_path', 'model_path', 'max_seq_len'])

/** What a trainer with its own command uses for what it is not told. */
const silences: Readonly<Partial<Record<Dialect, (said: Said) => Answers>>> = {
  'llama-factory': (said) => impliedByFactory(new Set(said.keys()), said),
  'ms-swift': (said) => impliedBySwift(new Set(said.keys()), said),
  'peft-example': impliedByExample,
}
/** Variables that say how many processes a trainer's own command starts. */
const startedBy: ReadonlySet<Dialect> = new Set(['llama-factory', 'ms-swift'])

export const launchScript = reader({
  id: 'launch-script',
  recognise: ({ text, json }) => {
    // A sentence in JSON may speak of the command.
    if (json) return 0
    // A line of YAML may name such a command too: `script: trl sft`, `- accelerate launch train.py`.
    const command =
      /^(?![ \t]*(?:#|-\s|['"]?[\w.-]+['"]?[ \t]*:\s)).*\b(?:accelerate(?:-|\s+)launch|accelerate\.commands\.launch|trl\s+(?:sft|dpo|grpo|kto|reward|rloo)|axolotl\s+train|axolotl\.cli\.train|llamafactory-cli\s+train|swift\s+(?:sft|rlhf|pt))\b/m
    if (command.test(text)) return 30
    const other =
      /^(?![ \t]*(?:#|-\s|['"]?[\w.-]+['"]?[ \t]*:\s)).*\b(?:torchrun|deepspeed|torch\.distributed\.(?:run|launch))\b.*(?:\.py\b|\\$)/m
    if (other.test(text) && !/^\s*[{[]/.test(text) && !/^[\w-]+:(?:\s|$)/m.test(text)) return 28
    return /^#!.*\b(?:ba|da|z|k)?sh\b/.test(text) ? 25 : 0
  },
  read: (text): Reading => new CommandReader(text).reading(),
})

/** Who reads them. */
const toolOf: Readonly<Record<Dialect, ClaimTool>> = {
  transformers: 'trainer',
  trl: 'trl',
  mlperf: 'mlperf',
  'llama-factory': 'llama-factory',
  axolotl: 'axolotl',
  'ms-swift': 'ms-swift',
  'peft-example': 'trainer',
}

class CommandReader {
  readonly #launches: Launches
  readonly #place: (offset: number) => Place
  readonly #given: Given[] = []
  readonly #unknown: Unknown[] = []
  readonly #refused: Refused[] = []
  readonly #references: Reference[] = []
  readonly #claims: Claim[] = []
  readonly #pairs: (readonly [FieldKey, Value, Written])[] = []
  readonly #launchOf = new Map<Written, number>()
  readonly #scripts = new Set<number | undefined>()
  #launch = 0
  #tool: ClaimTool = 'accelerate'
  #implied: Answers = {}
  #ownDefaults = false
  /** Options that variables of a launch say. */
  readonly #counted = new Map<string, FieldKey>()

  constructor(text: string) {
    this.#launches = launchesOf(text)
    this.#place = placer(text)
  }

  reading(): Reading {
    for (const [place, launch] of this.#launches.launches.entries()) {
      this.#launch = place
      this.#read(launch)
    }
    this.#surroundings()
    const { answers, refusals } = collected(this.#agreed())
    const { launches } = this.#launches
    return {
      kind: 'launch-script',
      language: 'shell',
      document: null,
      answers,
      implied: this.#scripts.size > 1 && !('output.trainer' in answers) ? {} : this.#implied,
      ...(launches.length > 0 &&
        !launches.some(({ launcher }) => launcher.id === 'accelerate') && { elsewhere: true as const }),
      ...(this.#ownDefaults && { ownDefaults: true as const }),
      given: this.#given,
      unknown: this.#unknown,
      refused: [...this.#refused, ...refusals].sort((one, other) => one.at.offset - other.at.offset),
      references: this.#references,
      findings: [],
      claims: this.#claims,
      launches: this.#launches,
    }
  }

  #read(launch: Launch): void {
    this.#tool = launch.launcher.tool
    for (const option of launch.options) {
      if (launch.launcher.id === 'accelerate') this.#launcherOption(option)
      else this.#otherOption(option)
    }
    const { script } = launch
    if (!script) return
    this.#scripts.add(this.#launch)
    const sft = launch.subcommand === 'trl sft' || (launch.module && script.text === 'trl.scripts.sft')
    const file = launch.subcommand ?? script.text
    const { dialect, said } = this.#script(launch, sft, file ?? script.raw)
    if (startedBy.has(dialect)) this.#counts(launch)
    const at = this.#writtenAt('script', script)
    // The script that lora-wizard writes is none of the user's own.
    const isWritten = dialect === 'trl' && file === trainingScript
    if (isWritten) this.#claim(at, knownValue(file))
    else if (file !== undefined) this.#take('output.script', sft ? 'trl sft' : file, { ...at, text: file })
    else {
      this.#given.push({ ...at, key: 'output.script', value: null })
      this.#claim(at, unknownValue(script.raw, whyOf([script])), 'output.script')
    }
    const silence = silences[dialect]
    // With a file of the trainer's own, that file says what its silence means.
    if (silence && !this.#references.some(({ kind }) => kind === dialect)) {
      this.#implied = silence(said)
      this.#ownDefaults = true
    }
    if (dialect !== 'trl' && dialect !== 'mlperf') return
    // TRL and the reference train every weight unless they are told to use an adapter; what another script does cannot be seen.
    if (!this.#given.some(({ key }) => key === 'method.name')) this.#implied = { 'method.name': 'full' }
    this.#take('output.trainer', dialect, at)
  }

  #writtenAt(name: string, word: ShellWord, last: ShellWord = word, first: ShellWord = last): Written {
    return { path: name, at: this.#place(word.start), valueAt: this.#place(first.start), end: last.end }
  }
  #written({ name, word, values, texts }: Option): Written {
    const at = this.#writtenAt(name, word, values.at(-1) ?? word, values[0] ?? word)
    return { ...at, text: texts.length === 1 ? texts[0] : texts.includes(undefined) ? undefined : texts.join(',') }
  }

  #claim(at: Written, value: ClaimValue, key?: FieldKey, accounted = false): void {
    const { at: begin, valueAt, end, path } = at
    this.#claims.push({
      tool: this.#tool,
      name: path,
      ...(key && { key }),
      value,
      source: 'flag',
      location: { path, at: begin, valueAt, end },
      launch: this.#launch,
      ...(accounted && { accounted }),
    })
  }
  /** The value is one of an option's. */
  #take(key: FieldKey, value: Value, written: Written, claims = true): void {
    const fitted = asOption(key, value, true)
    if (!fitted || 'refusal' in fitted) {
      const wrong = { why: 'wrong-type', key, value: String(value), kind: (fieldAt(key) as Field).kind } as const
      this.#refused.push({ ...written, refusal: fitted?.refusal ?? wrong })
      if (claims) this.#claim(written, unknownValue(String(value), 'refused'), key)
      return
    }
    this.#given.push({ ...written, key, value: fitted.value })
    if (fitted.value === null) return
    if (claims) this.#claim(written, knownValue(fitted.value), key)
    this.#pairs.push([key, fitted.value, written])
    this.#launchOf.set(written, this.#launch)
  }
  /** No option of ours, or a value that only the run knows. */
  #keep(written: Written, option: Option, names: Names, launcher = false): void {
    const { values } = option
    const value = values.map(({ raw, text }) => (text !== undefined && /[$`]/.test(raw) ? text : raw)).join(' ')
    const shown = value.length > 80 ? `${value.slice(0, 77)}...` : value
    this.#unknown.push({ ...written, value: shown, ...(launcher && { launcher }) })
    this.#tell(written, option, names.get(option.name))
  }
  /** The claim alone, of a name whose meaning nothing is lost of. */
  #account(written: Written, option: Option): void {
    this.#tell(written, option, undefined, true)
  }
  /** The claim alone. */
  #tell(written: Written, { values, texts, word }: Option, key?: FieldKey, accounted = false): void {
    const isKnown = !texts.includes(undefined)
    const value = texts.length === 0 ? true : texts.join(',')
    const raw = (values.length > 0 ? values : [word]).map((each) => each.raw).join(' ')
    this.#claim(written, isKnown ? knownValue(value) : unknownValue(raw, whyOf(values)), key, accounted)
  }

  #launcherOption(option: Option): void {
    const { name, texts, values } = option
    const at = this.#written(option)
    if (name === 'config_file' || name === 'deepspeed_config_file' || name.endsWith('hostfile')) {
      const kind = name === 'config_file' ? 'accelerate' : name === 'deepspeed_config_file' ? 'deepspeed' : 'host-file'
      if (texts[0] !== undefined) this.#references.push({ ...at, kind, file: texts[0] })
      if (name === 'config_file' && values.length > 0) {
        this.#account(at, option)
        return
      }
    }
    if (name === 'use_parallelism_config') {
      this.#keep(at, option, launcherNames)
      return
    }
    if (launcherOwn.has(name)) {
      this.#account(at, option)
      return
    }
    if (Object.hasOwn(strategies, name)) {
      this.#take('accelerate.distributed_type', strategies[name]!, at)
      return
    }
    if (name === 'cpu') {
      this.#take('accelerate.use_cpu', true, at)
      return
    }
    const key = launcherNames.get(name)
    if (!key) this.#keep(at, option, launcherNames, true)
    else if (accelerateLaunch.valueless.has(name))
      this.#take(key, key === 'accelerate.downcast_bf16' ? 'yes' : true, at)
    else if (texts[0] === undefined) this.#keep(at, option, launcherNames, true)
    else this.#take(key, texts[0], at)
  }
  /** Of a launcher whose flags are no options of ours, but for the number of processes. */
  #otherOption(option: Option): void {
    const { name, texts } = option
    const at = this.#written(option)
    // `1:4` machines, or as many processes as there are GPUs: only the run knows.
    const key = Object.hasOwn(countsElsewhere, name) ? countsElsewhere[name] : undefined
    if (name === 'hostfile' && texts[0] !== undefined)
      this.#references.push({ ...at, kind: 'host-file', file: texts[0] })
    const meeting = Object.hasOwn(meetingElsewhere, name) ? meetingElsewhere[name] : undefined
    if (key && /^\d+$/.test(texts[0] ?? '')) this.#take(key, texts[0]!, at)
    else if (meeting && texts[0] !== undefined) this.#take(meeting, texts[0], at)
    else this.#tell(at, option, key)
  }

  /** How many processes the environment says. */
  #counts({ environment }: Launch): void {
    for (const [name, key] of Object.entries(torchrunVariables)) {
      const pieces = environment.get(name)
      const [first] = pieces ?? []
      const text = pieces && textOfPieces(pieces)
      if (!first || !text || (first.start === 0 && first.end === 0)) continue
      if (key !== 'accelerate.main_process_ip' && !/^\d+$/.test(text)) continue
      const at = this.#place(first.start)
      this.#take(key, text, { path: name, at, valueAt: at, end: pieces!.at(-1)!.end, text }, false)
      this.#counted.set(`${this.#launch} ${name}`, key)
    }
  }

  /** The arguments of the script; gives whose they are. */
  #script(launch: Launch, sft: boolean, file: string): { readonly dialect: Dialect; readonly said: Said } {
    const options = [...optionsOf(launch.words), ...overridesOf(launch)]
    const said = new Map(options.map((option) => [option.name, saidBy(option)]))
    const dialect = dialectOf(launch, sft, said)
    this.#tool = toolOf[dialect]
    this.#ownFile(launch, dialect)
    const isPreference = learnsPreferences.test(file) || options.some((one) => ofAnotherTrainer.test(one.name))
    const methods = dialect === 'mlperf' ? ['use_peft_lora'] : methodNames
    const first = options.find(({ name }) => methods.includes(name))?.name
    // Of a repeated flag the last one counts.
    const methodOption = options.findLast(({ name }) => name === first)
    for (const option of options) {
      const at = this.#written(option)
      if (option.name === 'learning_rate' && isPreference) {
        // Preferences and rewards are learned at other rates than texts are.
        this.#keep(at, option, new Map())
      } else if (option === methodOption && !meanings[dialect]) {
        const method = methodOf(dialect === 'mlperf' ? { use_peft: said.get('use_peft_lora') } : asTrl(said))
        this.#account(at, option)
        for (const [key, value] of Object.entries(method)) this.#take(key as FieldKey, value, at)
      } else if (methods.includes(option.name) && !meanings[dialect]) this.#account(at, option)
      else this.#argument(option, at, dialect, said, launch)
    }
    return { dialect, said }
  }

  #argument(option: Option, at: Written, dialect: Dialect, said: Said, { subcommand }: Launch): void {
    const { name, texts } = option
    const names = scriptNames[dialect]
    const meaning = meanings[dialect]?.(name, said.get(name), said)
    if (meaning === 'understood' || meaning === 'no-option') {
      this.#tell(at, option, undefined, meaning === 'understood')
      return
    }
    if (meaning && 'answers' in meaning) {
      this.#mean(meaning.answers, option, at)
      return
    }
    const kind = referenceOf(name, dialect === 'trl' || subcommand?.startsWith('trl ') === true)
    if (kind) {
      if (texts[0] !== undefined) this.#references.push({ ...at, kind, file: texts[0] })
      this.#account(at, option)
      return
    }
    if (name === 'use_flash_attn' && dialect === 'mlperf') {
      this.#take('training.attn_implementation', 'flash_attention_2', at)
      return
    }
    if (name === 'warmup_ratio') {
      const ratio = warmupMeaning(said.get('warmup_ratio') ?? null, said)
      if (ratio === undefined) this.#keep(at, option, names)
      else this.#mean(typeof ratio !== 'string' && 'answers' in ratio ? ratio.answers : [], option, at)
      return
    }
    if (name === 'warmup_steps' && dialect === 'mlperf') {
      if (texts[0] !== undefined) this.#take('training.warmup_steps', texts[0], at)
      return
    }
    if ((name === 'dtype' || name === 'torch_dtype') && dtypes.includes(texts[0] ?? '')) {
      this.#take('model.dtype', texts[0] ?? null, at)
      return
    }
    if (['dtype', 'torch_dtype', 'bnb_4bit_quant_type', 'bnb_4bit_quant_storage'].includes(name)) {
      this.#tell(at, option, undefined, isUsual(name, texts[0]))
      return
    }
    // The script that lora-wizard writes also has arguments that TRL's own script lacks.
    const key = names.get(name) ?? (dialect === 'trl' && !subcommand ? scriptNames.transformers.get(name) : undefined)
    if (!key || texts.includes(undefined)) this.#keep(at, option, names)
    else this.#take(key, texts.length === 0 ? true : texts.join(','), at)
  }
  #mean(answers: readonly (readonly [FieldKey, Value])[], option: Option, at: Written): void {
    if (answers.length === 0) this.#account(at, option)
    for (const [key, value] of answers) this.#take(key, value, at)
  }

  /** A trainer's own file: `axolotl train config.yaml`. */
  #ownFile({ words }: Launch, kind: Dialect): void {
    const [first] = words
    if ((kind !== 'axolotl' && kind !== 'llama-factory' && kind !== 'ms-swift') || !first?.text || !isOwnFile(first))
      return
    this.#references.push({ ...this.#writtenAt('config', first), kind, file: first.text, text: first.text })
  }

  /** What the batch system and the shell hand to the launches. */
  #surroundings(): void {
    const { job, launches } = this.#launches
    for (const { name, value, start, valueStart, end } of job?.headers ?? []) {
      const location = { path: name, at: this.#place(start), valueAt: this.#place(valueStart), end }
      if (job?.system === 'slurm')
        this.#claims.push({ tool: 'slurm', name, value: knownValue(value), source: 'scheduler', location })
    }
    for (const [launch, { environment }] of launches.entries()) {
      for (const [name, pieces] of environment) {
        const [first] = pieces
        if (!first || (first.start === 0 && first.end === 0)) continue
        const text = textOfPieces(pieces)
        const value =
          text === undefined
            ? unknownValue(name, whyUnknown(pieces.find(({ unknown }) => unknown)?.unknown))
            : knownValue(text)
        const at = this.#place(first.start)
        const location = { path: name, at, valueAt: at, end: pieces.at(-1)!.end }
        const key = this.#counted.get(`${launch} ${name}`)
        this.#claims.push({
          tool: 'shell',
          name,
          ...(key && { key }),
          value: key && value.known ? (asKnown(key, value.value) ?? value) : value,
          source: 'environment',
          location,
          launch,
        })
      }
    }
  }

  /** What several launches are told is only known together where all are told the same. */
  #agreed(): readonly (readonly [FieldKey, Value, Written])[] {
    // Processes are divided by machines; without a number of machines there is nothing to divide by.
    const machinesUnknown = this.#unknown.some(({ path }) => path === 'num_machines')
    const certain = machinesUnknown ? this.#pairs.filter(([key]) => key !== 'accelerate.num_processes') : this.#pairs
    const several = this.#scripts.size
    if (several <= 1) return certain
    const saidOf = new Map<FieldKey, { readonly launches: Set<number | undefined>; readonly values: Set<string> }>()
    for (const [key, value, written] of certain) {
      const launch = this.#launchOf.get(written)
      if (!this.#scripts.has(launch)) continue
      const said = saidOf.get(key) ?? { launches: new Set(), values: new Set() }
      said.launches.add(launch)
      said.values.add(String(value))
      saidOf.set(key, said)
    }
    return certain.filter(([key, , written]) => {
      if (!this.#scripts.has(this.#launchOf.get(written))) return true
      const said = saidOf.get(key)
      return said?.launches.size === several && said.values.size === 1
    })
  }
}

type Said = ReadonlyMap<string, Value | undefined>

/** `llamafactory-cli train config.yaml learning_rate=1e-4`: behind its file it reads keys as OmegaConf writes them. */
function overridesOf({ launcher, words }: Launch): readonly Option[] {
  if (launcher.id !== 'llama-factory' || !isOwnFile(words[0])) return []
  return words.slice(1).flatMap((word): Option[] => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.text ?? word.raw) ?? []
    if (name === undefined) return []
    return [{ name, word, values: [word], texts: [word.text === undefined ? undefined : value] }]
  })
}

const isOwnFile = (word: ShellWord | undefined): boolean => /\.(?:ya?ml|json)$/i.test(word?.text ?? '')

/** The value in the type of its option. */
function asKnown(key: FieldKey, value: Value): ClaimValue | undefined {
  const fitted = asOption(key, value, true)
  return fitted && 'value' in fitted ? knownValue(fitted.value) : undefined
}

const saidBy = ({ texts }: Option): Value | undefined => (texts.length === 0 ? true : texts[0])

function dialectOf({ subcommand, module, script, launcher }: Launch, sft: boolean, said: Said): Dialect {
  if (sft) return 'trl'
  if (launcher.id === 'llama-factory' || launcher.id === 'axolotl' || launcher.id === 'ms-swift') return launcher.id
  if (module && script?.text === 'axolotl.cli.train') return 'axolotl'
  // Its `src/train.py` is told by two arguments that only LLaMA-Factory has.
  if (said.has('stage') && (said.has('finetuning_type') || said.has('template'))) return 'llama-factory'
  if (subcommand) return 'transformers'
  // Only TRL's own classes know this name: it is the script that lora-wizard writes, or one like it.
  if (said.has('assistant_only_loss')) return 'trl'
  if (ofExample(said)) return 'peft-example'
  const own = [...ownMlperfNames].filter((name) => said.has(name))
  const isReference = own.length > 1 && own.some((name) => !commonNames.has(name))
  return isReference ? 'mlperf' : 'transformers'
}

function referenceOf(name: string, isTrl: boolean): Reference['kind'] | undefined {
  if (name === 'deepspeed' || name === 'deepspeed_config') return 'deepspeed'
  if (!isTrl) return undefined
  return name === 'config' ? 'trl' : name === 'accelerate_config' ? 'accelerate' : undefined
}

/** Why a word is not known before the run. */
const whyOf = (words: readonly ShellWord[]): WhyUnknown =>
  whyUnknown(words.flatMap(({ pieces }) => pieces).find(({ unknown }) => unknown)?.unknown)

function whyUnknown(unknown: { readonly why: string } | undefined): WhyUnknown {
  if (unknown?.why === 'output') return 'substitution'
  return unknown?.why === 'pattern' || unknown?.why === 'calculation' ? 'expansion' : 'variable'
}
