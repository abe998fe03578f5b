/** A run: the answers somebody gave, and the value every option has because of them. */
import { parseGpu } from './catalog/gpu-names.ts'
import type { Model } from './catalog/model.ts'
import type { Cases, Field, Follows, Home, Value } from './fields/field.ts'
import { type Config, type FieldKey, fieldAt, fieldKeys, fields } from './fields/index.ts'
import { holds, keysOf } from './fields/when.ts'

/** What somebody said: option → value. Values that have another home are kept there, never here. */
export type Answers = Readonly<Partial<Record<FieldKey, Value>>>

/** A run as every rule, emitter and estimate sees it. */
export interface Run {
  readonly answers: Answers
  readonly config: Config
  /** What the model's own config.json says, where a shell has read the one that `model.config_file` names. */
  readonly model?: Model | undefined
}

const isFollows = (value: unknown): value is Follows =>
  typeof value === 'object' && value !== null && 'follows' in value
const isCases = (value: unknown): value is Cases<Value> =>
  typeof value === 'object' && value !== null && 'cases' in value

/** A way to look up the value of any option, each computed once. A default may look at other options; a contract proves that none looks at itself. */
function lookup(answers: Answers): (key: string) => Value {
  const known = new Map<string, Value>()
  const valueAt = (key: string): Value => {
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const field = fieldAt(key)
    if (!field) return null
    const value = computed(key, field, answers, valueAt)
    known.set(key, value)
    return value
  }
  return valueAt
}

const computed = (key: string, field: Field, answers: Answers, valueAt: (key: string) => Value): Value =>
  field.home ? fromHome(field.home, valueAt) : (answers[key as FieldKey] ?? defaultOf(field, valueAt))

function fromHome(home: Home, valueAt: (key: string) => Value): Value {
  if ('same' in home) return valueAt(home.same)
  if ('product' in home) return Number(valueAt(home.product[0])) * Number(valueAt(home.product[1]))
  return valueAt(home.key) === home.equals
}

function defaultOf(field: Field, valueAt: (key: string) => Value): Value {
  const given = field.default
  if (isFollows(given)) {
    const value = valueAt(given.follows)
    return typeof value === 'number' ? value * (given.times ?? 1) : value
  }
  if (isCases(given)) return given.cases.find((one) => holds(one.when, valueAt))?.value ?? given.otherwise
  return given as Value
}

/** The options that an option's own value is computed from. */
function inputsOf({ home, default: given }: Field): readonly string[] {
  if (home) return 'same' in home ? [home.same] : 'product' in home ? home.product : [home.key]
  if (isFollows(given)) return [given.follows]
  return isCases(given) ? given.cases.flatMap((one) => keysOf(one.when)) : []
}

/** An option, its description, and where in `steps` those stand that follow from it, itself included. */
interface Step {
  readonly key: FieldKey
  readonly field: Field
  readonly followers: readonly number[]
}

/** Every option behind those that it is computed from. A run is asked for by the thousand, and most of it is as nobody's: only what follows from an answer is computed. */
const steps: readonly Step[] = orderedSteps()
const stepOf: ReadonlyMap<string, number> = new Map(steps.map(({ key }, index) => [key, index]))

function orderedSteps(): readonly Step[] {
  const order = new Map<string, number>()
  const followers: Set<number>[] = []
  const sources: (readonly number[])[] = []
  const place = (key: string): number => {
    const known = order.get(key)
    if (known !== undefined) return known
    const inputs = inputsOf(fields[key as FieldKey]).map(place)
    const index = order.size
    order.set(key, index)
    // Whatever leads to an input leads here; inputs stand before, so that theirs are complete.
    const from = new Set([index, ...inputs.flatMap((input) => sources[input] ?? [])])
    sources.push([...from])
    followers.push(new Set())
    for (const one of from) followers[one]?.add(index)
    return index
  }
  fieldKeys.forEach(place)
  return [...order].map(([key, index]) => ({
    key: key as FieldKey,
    field: fields[key as FieldKey],
    followers: [...(followers[index] ?? [])],
  }))
}

/** The run of nobody's answers. */
const silent = Object.fromEntries(fieldKeys.map((key) => [key, lookup({})(key)])) as unknown as Config

/** A configuration with everything computed anew that follows from some options. */
function recomputed(config: Config, answers: Answers, changed: readonly string[]): Config {
  const stale = new Uint8Array(steps.length)
  for (const key of changed) {
    const index = stepOf.get(key)
    if (index !== undefined) for (const follower of steps[index]?.followers ?? []) stale[follower] = 1
  }
  const values: Record<string, Value> = { ...config }
  const valueAt = (key: string): Value => values[key] ?? null
  for (let index = stale.indexOf(1); index >= 0; index = stale.indexOf(1, index + 1)) {
    const { key, field } = steps[index] as Step
    values[key] = computed(key, field, answers, valueAt)
  }
  return values as unknown as Config
}

/** The whole run that some answers mean. */
export const resolve = (answers: Answers): Run => ({
  answers,
  config: recomputed(silent, answers, Object.keys(answers)),
})

/** A run in which more is said. */
export function extended({ answers, config }: Run, more: Answers): Run {
  const all = { ...answers, ...more }
  return { answers: all, config: recomputed(config, all, Object.keys(more)) }
}

/** What the option would be if nobody had said anything about it: the recommendation, given the rest. */
export function recommended(answers: Answers, key: FieldKey): Value {
  const { [key]: _said, ...rest } = answers
  return lookup(rest)(key)
}

/** Whether the option plays a part in this run. */
export function applies(key: string, config: Config): boolean {
  const condition = fieldAt(key)?.appliesWhen
  return !condition || holds(condition, (other) => config[other as FieldKey] ?? null)
}

/** Why a value was not taken. Facts only; the words are the shells'. */
export type Refusal =
  | { readonly why: 'unknown-key'; readonly key: string; readonly nearest: readonly string[] }
  | { readonly why: 'wrong-type'; readonly key: string; readonly value: string; readonly kind: Field['kind'] }
  | {
      readonly why: 'not-a-choice'
      readonly key: string
      readonly value: string
      readonly choices: readonly Value[]
      readonly nearest: readonly string[]
    }
  | {
      readonly why: 'out-of-range'
      readonly key: string
      readonly value: string
      readonly min: number | null
      readonly max: number | null
    }
  | { readonly why: 'pattern'; readonly key: string; readonly value: string; readonly pattern: string }
  | {
      readonly why: 'not-divisible'
      readonly key: string
      readonly value: string
      readonly by: string
      readonly divisor: number
    }
  | { readonly why: 'not-optional'; readonly key: string }

export type Parsed = { readonly value: Value } | { readonly refusal: Refusal }

const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
}

/** A text, as typed or from a command line, as a value of the option. An empty text is "not given" where the option may be left out. */
export function parseText(key: string, typed: string): Parsed {
  const field = fieldAt(key)
  if (!field) return { refusal: { why: 'unknown-key', key, nearest: nearestKeys(key) } }
  const value = typed.trim()
  if (value === '' || value === 'null') return checkValue(key, null)
  switch (field.kind) {
    case 'integer':
    case 'number': {
      const plain = value.replace(/(?<=\d)[_,](?=\d{3}\b)/g, '')
      const parsed = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
      return Number.isNaN(parsed)
        ? { refusal: { why: 'wrong-type', key, value, kind: field.kind } }
        : checkValue(key, parsed)
    }
    case 'toggle': {
      const word = words[value.toLowerCase()]
      return word === undefined
        ? { refusal: { why: 'wrong-type', key, value, kind: field.kind } }
        : checkValue(key, word)
    }
    case 'choice': {
      const exact = field.choices.find((one) => String(one) === value)
      const loose = field.choices.filter((one) => String(one).toLowerCase() === value.toLowerCase())
      return checkValue(key, exact ?? (loose.length === 1 ? (loose[0] as Value) : value))
    }
    case 'list':
      return checkValue(
        key,
        value.split(',').map((item) => item.trim()),
      )
    case 'text':
      return checkValue(key, value)
  }
}

/** Characters that no name, path or command holds, and that would move the cursor of whoever reads the file. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

/** A value, as read from a file or an answer, checked against the option: type, range, choice, pattern. */
export function checkValue(key: string, value: Value): Parsed {
  const field = fieldAt(key)
  if (!field) return { refusal: { why: 'unknown-key', key, nearest: nearestKeys(key) } }
  if (value === null) return optional(field) ? { value } : { refusal: { why: 'not-optional', key } }
  const shown = Array.isArray(value) ? value.join(',') : String(value)
  const wrong: Parsed = { refusal: { why: 'wrong-type', key, value: shown, kind: field.kind } }
  switch (field.kind) {
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return wrong
      if (field.kind === 'integer' && !Number.isInteger(value)) return wrong
      const { min = null, max = null } = field
      const outside = (min !== null && value < min) || (max !== null && value > max)
      return outside ? { refusal: { why: 'out-of-range', key, value: shown, min, max } } : { value }
    }
    case 'toggle':
      return typeof value === 'boolean' ? { value } : wrong
    case 'choice':
      if (field.choices.includes(value as string | number)) return { value }
      return {
        refusal: {
          why: 'not-a-choice',
          key,
          value: shown,
          choices: field.choices,
          nearest: nearest(shown, field.choices.map(String)),
        },
      }
    case 'list': {
      if (!Array.isArray(value)) return wrong
      const pattern = field.pattern
      const odd = pattern ? value.find((item) => !new RegExp(pattern).test(item)) : undefined
      return odd === undefined ? { value } : { refusal: { why: 'pattern', key, value: odd, pattern: pattern ?? '' } }
    }
    case 'text': {
      if (typeof value !== 'string') return wrong
      const pattern = field.pattern
      if (forbidden.test(value) || (pattern && !new RegExp(pattern).test(value)))
        return { refusal: { why: 'pattern', key, value: shown, pattern: pattern ?? '' } }
      return { value }
    }
  }
}

/** Whether an option may be left without a value. */
export function optional(field: Field): boolean {
  const given = field.default
  return given === null || (isCases(given) && given.otherwise === null)
}

/** The answers with one more, kept in the home of its value; or why it was not taken. */
export function answer(
  answers: Answers,
  key: string,
  value: Value,
): { readonly answers: Answers } | { readonly refusal: Refusal } {
  const checked = checkValue(key, value)
  if ('refusal' in checked) return checked
  if (key === 'hardware.gpu' && typeof value === 'string') return answerGpu(answers, value)
  const home = fields[key as FieldKey] as Field
  if (home.home && 'same' in home.home) return answer(answers, home.home.same, value)
  if (home.home && 'product' in home.home) {
    const [given, other] = home.home.product
    const divisor = Number(lookup(answers)(other))
    const share = Number(value) / divisor
    if (!Number.isInteger(share))
      return { refusal: { why: 'not-divisible', key, value: String(value), by: other, divisor } }
    return answer(answers, given, share)
  }
  if (home.home) {
    const { key: at, equals, otherwise } = home.home
    if (value === true) return answer(answers, at, equals)
    return lookup(answers)(at) === equals ? answer(answers, at, otherwise) : { answers }
  }
  return { answers: { ...answers, [key]: checked.value } }
}

/** A GPU by any of its names, as the catalogue spells it; a number before it, `8xH100`, is the number of GPUs of one machine. A name that nobody knows is kept: there are more GPUs than a catalogue holds. */
function answerGpu(answers: Answers, name: string): { readonly answers: Answers } | { readonly refusal: Refusal } {
  const key = 'hardware.gpu'
  const found = parseGpu(name)
  if (found.kind === 'ambiguous') {
    return { refusal: { why: 'not-a-choice', key, value: name, choices: found.names, nearest: [] } }
  }
  if (found.kind === 'unknown') return { answers: { ...answers, [key]: name } }
  const count = found.count === null ? {} : { 'hardware.gpus_per_machine': found.count }
  return { answers: { ...answers, [key]: found.gpu.name, ...count } }
}

/** Answers in several steps; what is refused is left out and reported, the rest is kept. Options that others are divided by come first. */
export function answerAll(
  start: Answers,
  given: Iterable<readonly [key: string, value: Value]>,
): { readonly answers: Answers; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = []
  let answers = start
  const divides = (key: string) => (key === 'hardware.machines' || key === 'accelerate.num_machines' ? 0 : 1)
  for (const [key, value] of [...given].sort((a, b) => divides(a[0]) - divides(b[0]))) {
    const next = answer(answers, key, value)
    if ('refusal' in next) refusals.push(next.refusal)
    else answers = next.answers
  }
  return { answers, refusals }
}

/** The options closest to a name that is none: by their own names, or else by what some tool calls them, such as `lora_rank`. */
export function nearestKeys(name: string): readonly FieldKey[] {
  const near = nearest(name, fieldKeys) as readonly FieldKey[]
  if (near.length > 0) return near
  const plain = (text: string) => text.toLowerCase().replaceAll(/[.-]/g, '_')
  return fieldKeys
    .filter((key) => Object.values((fields[key] as Field).emits ?? {}).some((called) => plain(called) === plain(name)))
    .slice(0, 3)
}

/** The names closest to a mistyped one: at most three, best first; also those that end in the same word. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  // Nobody mistypes a name into something longer, and the distance of a megabyte is not worth its time.
  if (name.length > 64) return []
  const wanted = name.toLowerCase().replaceAll('-', '_')
  const last = (one: string) => one.slice(one.search(/[./]/) + 1)
  const end = last(wanted)
  const dotted = /[./]/.test(wanted)
  const letters = lettersOf(wanted)
  const group = wanted.slice(0, wanted.search(/[./]/) + 1)
  return names
    .flatMap((one) => {
      const lower = one.toLowerCase()
      const tail = last(lower)
      const most = Math.max(2, Math.min(wanted.length, tail.length) / 3)
      // A difference in length is the least distance; most names of a file with many unknown keys are done with here.
      const within = (other: string) =>
        Math.abs(wanted.length - other.length) <= most && differing(letters, lettersOf(other)) <= 2 * most
          ? distance(wanted, other)
          : Number.POSITIVE_INFINITY
      const whole = within(lower)
      const part = dotted || tail === lower ? whole : within(tail)
      const apart = dotted && !lower.startsWith(group)
      const inside = end.length >= 4 && !apart && tail.includes(end) ? 2 : Number.POSITIVE_INFINITY
      const away = Math.min(whole, part, inside)
      return away <= most ? [{ one, away }] : []
    })
    .sort((a, b) => a.away - b.away || a.one.length - b.one.length)
    .slice(0, 3)
    .map(({ one }) => one)
}

/**
 * Whether a value is a slip of the fingers for another one, so that it may be replaced without asking. Another number or,
 * in a short word, another letter is another thing: `bf8` is not `fp8`, and `npu` is not `cpu`.
 */
export function isSlip(value: string, meant: string): boolean {
  const [one, other] = [value.toLowerCase(), meant.toLowerCase()]
  const digits = (text: string) => text.replaceAll(/\D/g, '')
  if (digits(one) !== digits(other)) return false
  if (Math.min(one.length, other.length) > 4) return true
  const [longer, shorter] = one.length >= other.length ? [[...one], [...other]] : [[...other], [...one]]
  for (const letter of shorter) {
    const place = longer.indexOf(letter)
    if (place < 0) return false
    longer.splice(place, 1)
  }
  return longer.length <= 1
}

/** Which letters a name has, a bit each. */
export function lettersOf(name: string): number {
  let letters = 0
  for (let index = 0; index < name.length; index++) letters |= 1 << (name.charCodeAt(index) & 31)
  return letters
}

/** How many letters only one of two names has. A slip of the pen changes two at most, so that most names need no closer look. */
export function differing(letters: number, others: number): number {
  let count = 0
  for (let left = letters ^ others; left !== 0; left &= left - 1) count++
  return count
}

/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    const above = rows[i - 1] as number[]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, ((rows[i - 2] as number[])[j - 2] as number) + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return (rows[a.length] as number[])[b.length] as number
}
