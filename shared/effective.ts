/** Files of one run → the value that everything really has, where it comes from, and what is written without effect. */

import type { Decision, EffectiveClaims, FileClaim, WhyUnknown, WinReason } from './claims.ts'
import { type Answers, applies, type Run } from './config.ts'
import { replacedByJson } from './emitters/accelerate.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fieldKeys, fields } from './fields/index.ts'
import { failing, keysOf, type When } from './fields/when.ts'
import { nodeAt } from './python/yaml/edit.ts'
import type { Node, Place } from './python/yaml/node.ts'
import { plainValue } from './readers/tree.ts'
import type { ReadFile } from './rules/file-rule.ts'
import { meantRun } from './run-of-files.ts'
import { same } from './session.ts'
import { tool } from './tools/index.ts'
import { launcherFlags } from './tools/names.ts'

/** Who says it: a line of a file, an argument of a command, or a tool where the files are silent. */
export type Origin = 'line' | 'flag' | 'accelerate' | 'deepspeed' | 'trainer' | 'trainer-absent' | 'lora-wizard'

export interface Effective {
  /** As the tool calls it. */
  readonly name: string
  /** The option it is, where there is one. */
  readonly key: FieldKey | undefined
  readonly value: Value
  /** What stands in the file, where the option says it in another way: `load_in_4bit: true` is the method `qlora`. */
  readonly written?: Value
  readonly origin: Origin
  readonly file: ReadFile | undefined
  readonly at: Place | undefined
  /** What else is said about it, and why it does not count. */
  readonly beat?: readonly Beat[]
  /** The value is only known when the command runs, or when the tool looks at the machine; `value` is what is written. */
  readonly open?: WhyUnknown
}

/** Something that is said and loses. */
export interface Beat {
  readonly value: string
  readonly file: ReadFile
  readonly at: Place
  readonly why: WinReason
}

export type Reason =
  | { readonly why: 'not-from-a-file' | 'unknown' | 'refused' | 'beside-a-json' }
  | {
      readonly why: 'overridden' | 'repeated'
      readonly by: ReadFile
      readonly line: number
      /** The rule that decides between the two. */
      readonly because: WinReason
    }
  /** The answers because of which it plays no part. */
  | { readonly why: 'no-part'; readonly since: When }

/** Something that is written and has no effect. */
export interface Ignored {
  readonly name: string
  readonly key: FieldKey | undefined
  readonly value: string
  readonly reason: Reason
  readonly file: ReadFile
  readonly at: Place
}

export interface EffectiveRun {
  readonly values: readonly Effective[]
  readonly ignored: readonly Ignored[]
}

/** The keys of DeepSpeed's JSON whose defaults are worth a line where nobody gives them. */
const deepspeedNames = [
  'gradient_clipping',
  'zero_optimization.stage',
  'zero_optimization.contiguous_gradients',
  'zero_optimization.reduce_scatter',
  'zero_optimization.reduce_bucket_size',
  'zero_optimization.allgather_partitions',
  'zero_optimization.allgather_bucket_size',
  'zero_optimization.sub_group_size',
  'zero_optimization.stage3_prefetch_bucket_size',
  'zero_optimization.stage3_param_persistence_threshold',
  'zero_optimization.stage3_max_live_parameters',
  'zero_optimization.stage3_max_reuse_distance',
  'zero_optimization.stage3_gather_16bit_weights_on_model_save',
]

/** What DeepSpeed uses for them. */
function deepspeedDefaults(): readonly (readonly [name: string, value: Value])[] {
  const release = tool('deepspeed').release()
  return deepspeedNames.flatMap((name) => {
    const [last = '', section] = name.split('.').reverse()
    const home = release.section(section === undefined ? 'config' : 'DeepSpeedZeroConfig')
    const value = home?.named(last)?.default
    return value === undefined ? [] : [[name, value as Value] as const]
  })
}

/** The two values that the Trainer fills in where DeepSpeed is told `auto` (accelerate 1.15.0, utils/dataclasses.py:1229; accelerator.py:2224). */
const filled: readonly {
  readonly key: FieldKey
  readonly way: FieldKey
  readonly home: FieldKey
  readonly otherwise: number
}[] = [
  {
    key: 'deepspeed.gradient_clipping',
    way: 'output.deepspeed_gradient_clipping',
    home: 'training.max_grad_norm',
    otherwise: 1,
  },
  {
    key: 'deepspeed.gradient_accumulation_steps',
    way: 'output.deepspeed_gradient_accumulation_steps',
    home: 'training.gradient_accumulation_steps',
    otherwise: 1,
  },
]

const fieldOf = (key: FieldKey): Field => fields[key]

interface Loss {
  readonly winner: FileClaim
  readonly reason: WinReason
}

/** A place in a file, and perhaps the option that is said there. */
const idOf = (file: ReadFile, { offset }: Place, key = ''): string => `${file.path} ${offset} ${key}`

/** What became of every claim that a file makes: which ones lost, and which ones each winner beat. */
function fatesOf({ decisions, option }: EffectiveClaims, underDeepspeed: boolean) {
  const lost = new Map<string, Loss>()
  const beaten = new Map<string, Map<string, Beat>>()
  const tell = ({ winner, beaten: losers }: Decision, key?: FieldKey) => {
    if (!winner.file || !winner.location) return
    const id = idOf(winner.file, winner.location.at, key)
    for (const { claim, reason } of losers) {
      const { file, location, value } = claim
      if (!file || !location) continue
      // What DeepSpeed is told otherwise than the script stops the run, so that neither counts.
      if (winner.tool === 'deepspeed' && claim.tool !== 'accelerate') continue
      lost.set(idOf(file, location.at, key), { winner, reason })
      const shown = value.known ? shownPlain(value.value) : value.text
      const list = beaten.get(id) ?? new Map<string, Beat>()
      list.set(idOf(file, location.at), { value: shown, file, at: location.at, why: reason })
      beaten.set(id, list)
    }
  }
  const keys = new Set<FieldKey>()
  for (const decision of decisions) {
    tell(decision)
    if (decision.winner.key !== undefined) keys.add(decision.winner.key)
  }
  for (const key of keys) {
    const decision = option(key)
    if (!decision) continue
    tell(decision, key)
    // `--bf16` says what `mixed_precision` says; under DeepSpeed a difference stops the run, and neither counts.
    const { home } = fieldOf(key)
    const other = home && 'equals' in home ? option(home.key as FieldKey) : undefined
    const { winner } = decision
    if (!other || underDeepspeed || !winner.value.known || winner.value.value !== true) continue
    if (launchersOnly(other.winner))
      tell({ ...decision, beaten: [{ claim: other.winner, reason: 'script-over-launcher' }] })
  }
  return { lost, beaten }
}

const launchersOnly = ({ tool }: FileClaim): boolean => tool === 'accelerate' || tool === 'torchrun'

const shownPlain = (value: Value): string =>
  value === null ? 'null' : Array.isArray(value) ? value.join(',') : String(value)

/** Whether a condition hangs on an option that only the running shell knows. */
const decidedLater = (condition: When, unknown: ReadonlySet<string>): boolean =>
  keysOf(condition).some((key) => unknown.has(key))

/** Every value of the run that the files mean, in the order of the files and then of the options. */
export function effective(files: readonly ReadFile[]): EffectiveRun {
  const { run, claims, unknown } = meantRun(files)
  const { lost, beaten } = fatesOf(claims, run.config['accelerate.distributed_type'] === 'DEEPSPEED')
  const said: Answers = Object.assign({}, ...files.map(({ reading }) => reading.answers))
  const values: Effective[] = []
  const ignored: Ignored[] = []
  const given = new Set<FieldKey>()
  const json = files.find(({ reading }) => reading.kind === 'deepspeed')
  const besideJson = files.some(({ reading }) => reading.answers['deepspeed.deepspeed_config_file'] != null)

  for (const file of files) {
    const { reading } = file
    const origin: Origin = reading.language === 'shell' ? 'flag' : 'line'
    const beat = (where: Place, key: FieldKey | undefined) => {
      const all = beaten.get(idOf(file, where, key)) ?? beaten.get(idOf(file, where))
      return all && { beat: [...all.values()] }
    }
    for (const one of reading.given) {
      const { key, path: name, at: where, value } = one
      if (value === null) continue
      const put = (reason: Reason) => ignored.push({ name, key, value: shownOf(file, one), reason, file, at: where })
      const loss = lost.get(idOf(file, where, key)) ?? lost.get(idOf(file, where))
      const condition = fieldOf(key).appliesWhen
      if (reading.kind === 'accelerate' && fieldOf(key).honoured === false) put({ why: 'not-from-a-file' })
      else if (reading.kind === 'accelerate' && besideJson && replacedByJson(key)) put({ why: 'beside-a-json' })
      else if (loss?.winner.file && loss.winner.location)
        put({
          why: loss.winner.value.known && same(loss.winner.value.value, value) ? 'repeated' : 'overridden',
          by: loss.winner.file,
          line: loss.winner.location.at.line,
          because: loss.reason,
        })
      else if (condition && !applies(key, run.config) && !decidedLater(condition, unknown)) {
        const shared = filled.find(({ way }) => way === key)
        if (shared) continue
        put({ why: 'no-part', since: because(condition, run) })
      } else {
        const shared = filled.find(({ way }) => way === key)
        if (shared && value === 'auto') {
          given.add(shared.key)
          const filledIn = (said[shared.home] as Value | undefined) ?? shared.otherwise
          values.push({
            name,
            key: shared.key,
            value: filledIn,
            origin: 'trainer',
            file,
            at: where,
            ...beat(where, key),
          })
        } else {
          given.add(key)
          const plain = reading.kind === 'accelerate' ? undefined : writtenAt(file, one)
          values.push({
            name,
            key,
            value,
            ...(plain !== undefined && { written: plain }),
            origin,
            file,
            at: where,
            ...beat(where, key),
          })
        }
      }
    }
    for (const { path: name, value, at: where, launcher } of reading.unknown) {
      const loss = lost.get(idOf(file, where))
      if (loss?.winner.file && loss.winner.location)
        ignored.push({
          name,
          key: undefined,
          value,
          reason: { why: 'overridden', by: loss.winner.file, line: loss.winner.location.at.line, because: loss.reason },
          file,
          at: where,
        })
      else if (reading.language === 'shell') {
        const open = /[$`]/.test(value) ? { open: 'variable' as const } : {}
        if (launcher && !launcherFlags().has(name))
          ignored.push({ name, key: undefined, value, reason: { why: 'unknown' }, file, at: where })
        else values.push({ name, key: undefined, value, origin, file, at: where, ...open, ...beat(where, undefined) })
      } else if (reading.kind === 'deepspeed' || reading.kind === 'peft-adapter')
        values.push({ name, key: undefined, value: plainAt(file, name) ?? value, origin, file, at: where })
      else ignored.push({ name, key: undefined, value, reason: { why: 'unknown' }, file, at: where })
    }
    for (const { path: name, value, at: where } of reading.passed ?? [])
      values.push({ name, key: undefined, value: plainAt(file, name) ?? value, origin, file, at: where })
    for (const { path: name, key, value, at: where } of reading.open ?? [])
      values.push({ name, key, value, origin, file, at: where, open: 'wrapper', ...beat(where, key) })
    for (const { path: name, refusal, at: where } of reading.refused) {
      const value = 'value' in refusal ? refusal.value : ''
      ignored.push({ name, key: refusal.key as FieldKey, value, reason: { why: 'refused' }, file, at: where })
    }
    // What says nothing about our options is a value of the run all the same.
    if (['accelerate', 'lora-wizard'].includes(reading.kind) || !reading.document?.root) continue
    const told = new Set([...values, ...ignored].filter((one) => one.file === file).map((one) => one.at?.offset))
    for (const [name, value, where] of leaves(reading.document.root)) {
      if (told.has(where.offset) || value === null) continue
      const auto = reading.kind === 'deepspeed' && value === 'auto'
      values.push({ name, key: undefined, value, origin: auto ? 'trainer' : 'line', file, at: where })
    }
  }

  const accelerate = files.find(({ reading }) => reading.kind === 'accelerate' && !reading.document?.refused)
  if (accelerate) values.push(...silence(accelerate, given))
  if (json || (accelerate && run.config['accelerate.distributed_type'] === 'DEEPSPEED')) {
    const inline: readonly string[] = [
      'gradient_clipping',
      'zero_optimization.stage',
      'zero_optimization.stage3_gather_16bit_weights_on_model_save',
    ]
    const stage = run.config['deepspeed.zero_stage']
    for (const [name, value] of deepspeedDefaults()) {
      if (name.includes('stage3') && stage !== 3) continue
      if (!json && inline.includes(name)) continue
      if (json && nodeAt(json.reading.document?.root ?? null, name.split('.'))) continue
      if (!json && run.config['deepspeed.deepspeed_config_file'] !== null) continue
      values.push({ name, key: undefined, value, origin: 'deepspeed', file: undefined, at: undefined })
    }
  }
  const own = files.find(({ reading }) => reading.kind === 'lora-wizard')
  if (own) values.push(...unsaid())
  ignored.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.at.offset - b.at.offset)
  return { values, ignored }

  /** What lora-wizard takes for the options that its own file leaves out. */
  function unsaid(): readonly Effective[] {
    const shown = new Set(values.map(({ key }) => key))
    return fieldKeys.flatMap((key): Effective[] => {
      const value = run.config[key]
      if (
        fieldOf(key).home ||
        fieldOf(key).level === 'known' ||
        shown.has(key) ||
        value === null ||
        !applies(key, run.config)
      )
        return []
      if (Array.isArray(value) && value.length === 0) return []
      return [{ name: key, key, value, origin: 'lora-wizard', file: undefined, at: undefined }]
    })
  }

  /** What Accelerate takes for what its file does not say. */
  function silence(file: ReadFile, stated: ReadonlySet<FieldKey>): readonly Effective[] {
    const root = file.reading.document?.root ?? null
    return fieldKeys.flatMap((key): Effective[] => {
      const { emits, home, honoured } = fieldOf(key)
      const name = emits?.accelerate
      if (name === undefined || key.startsWith('sagemaker.') || stated.has(key) || !applies(key, run.config)) return []
      if (unknown.has(key) || (besideJson && replacedByJson(key))) return []
      // A section that nobody opened is not used, and a TPU is not everybody's.
      if (
        name.includes('.') &&
        !/^(?:deepspeed|fsdp)_config\./.test(name) &&
        !nodeAt(root, [name.split('.')[0] as string])
      )
        return []
      if (name.startsWith('tpu_') && run.config['accelerate.distributed_type'] !== 'XLA') return []
      const shared = filled.find((one) => one.key === key)
      if (shared) {
        const value = (said[shared.home] as Value | undefined) ?? shared.otherwise
        return [{ name, key, value, origin: 'trainer-absent', file: undefined, at: undefined }]
      }
      if (home) return []
      const lost = honoured === false && file.reading.given.some((one) => one.key === key)
      const value = lost ? absentValue(key) : (file.reading.implied[key] ?? absentValue(key) ?? run.config[key])
      if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return []
      return [{ name, key, value, origin: 'accelerate', file: undefined, at: undefined }]
    })
  }
}

/** What silence means where it is one value whatever the rest is. */
function absentValue(key: FieldKey): Value | undefined {
  const { absent, default: usual } = fieldOf(key)
  const one = absent ?? usual
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? undefined : (one as Value)
}

/** The value at a name as the tool reads it from the file; undefined where it is nothing that fits a line. */
const plainAt = ({ reading }: ReadFile, name: string): Value | undefined => {
  const node = nodeAt(reading.document?.root ?? null, name.split('.'))
  return (node && plainValue(node)) ?? undefined
}

/** What a line of a file says; a list of mappings, of which an option keeps one value, as its own text. */
function writtenAt(file: ReadFile, one: ReadFile['reading']['given'][number]): Value | undefined {
  const node = nodeAt(file.reading.document?.root ?? null, one.path.split('.'))
  const nested = node?.kind === 'sequence' && node.items.some(({ value }) => value.kind === 'mapping')
  return nested ? shownOf(file, one) : plainAt(file, one.path)
}

const shownOf = ({ text }: ReadFile, { valueAt, end }: { readonly valueAt: Place; readonly end: number }): string => {
  const written = text.slice(valueAt.offset, Math.max(valueAt.offset, end)).replace(/\s+/g, ' ')
  return written.length > 60 ? `${written.slice(0, 57)}...` : written
}

/** Every value that fits a line, with its name and the place of its key. */
function* leaves(node: Node, prefix = ''): Generator<readonly [name: string, value: Value, at: Place]> {
  if (node.kind !== 'mapping') return
  for (const { key, keyAt, value } of node.entries.values()) {
    const name = prefix + (key.kind === 'scalar' ? key.text : '')
    const plain = plainValue(value)
    if (plain !== undefined) yield [name, plain, keyAt]
    else yield* leaves(value, `${name}.`)
  }
}

/** The answers that a condition fails on. */
function because(condition: When, { config }: Run): When {
  const keys = new Set(failing(condition, (key) => config[key as FieldKey]).flatMap(keysOf))
  const facts = [...keys].map((key): When => ({ key, is: [config[key as FieldKey] as Value] }))
  return facts.length === 1 ? (facts[0] as When) : { all: facts }
}
