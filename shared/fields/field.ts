/** What an option is: all that a surface needs to ask for it, check it, show it and emit it. */
import type { Source } from '../source.ts'
import type { When } from './when.ts'

/** Any value an option can have; null is "not given", which is a choice of its own for options without a default. */
export type Value = string | number | boolean | null | readonly string[]

/** The tools an option can have a name in. `launch` is a flag of `accelerate launch`; `trainer` an argument of a script that parses TrainingArguments (and TRL's ModelConfig names for the adapter); `mlperf` an argument of the MLPerf reference's train.py. */
export type Target =
  | 'accelerate'
  | 'launch'
  | 'deepspeed'
  | 'trainer'
  | 'trl'
  | 'mlperf'
  | 'peft'
  | 'axolotl'
  | 'llama-factory'
  | 'ms-swift'

/** How deep into the questions an option is asked; `known` options are read, kept, written and explained, but not asked. */
export type Level = 'basic' | 'advanced' | 'expert' | 'known'

/** A default that is computed from another option: `times` × its value, in the same unit. */
export interface Follows {
  readonly follows: string
  readonly times?: number
}
/** A default that depends on conditions; the first that holds decides. */
export interface Cases<T> {
  readonly cases: readonly { readonly when: When; readonly value: T }[]
  readonly otherwise: T
}
export type Default<T> = T | Follows | Cases<T>

/** The one home of a value that has several names: the same value; the product of two; or whether the home has a certain value. */
export type Home =
  | { readonly same: string }
  | { readonly product: readonly [given: string, other: string] }
  | { readonly key: string; readonly equals: string; readonly otherwise: string }

interface Common<T> {
  /** What holds when nobody says anything; null = the option is left out. */
  readonly default: Default<T | null>
  readonly level: Level
  /** Not asked, shown or written unless this holds. */
  readonly appliesWhen?: When
  /** The name (for `accelerate` and `deepspeed`: the dotted path in the file) each tool knows it by, the value unchanged. */
  readonly emits?: Readonly<Partial<Record<Target, string>>>
  /** `always`: written whenever it applies; `given`: only when somebody gave a value. Default `always`. */
  readonly written?: 'always' | 'given'
  /** What Accelerate takes when its file does not hold the key, where that is not `default`. A reader of such a file fills it in, since an absent key has a meaning too. */
  readonly absent?: T | Cases<T>
  /** Whether `accelerate launch` honours the key from a file; false = only the flag works. Given for every `accelerate` name. */
  readonly honoured?: boolean
  /** The environment variable the launcher turns it into, as the launcher spells it. */
  readonly variable?: string
  /** Where this value really lives: what is given here is kept there, and read from there. */
  readonly home?: Home
  /** At least one: provenance is part of a fact. */
  readonly sources: readonly [Source, ...Source[]]
}

export interface ChoiceField<V extends string | number = string | number> extends Common<V> {
  readonly kind: 'choice'
  readonly choices: readonly V[]
  /** The choices a question offers, where the rest are too rare to show; all are accepted. */
  readonly offered?: readonly V[]
}
export interface IntegerField extends Common<number> {
  readonly kind: 'integer'
  readonly min?: number
  readonly max?: number
  readonly suggest?: readonly number[]
  readonly unit?: string
}
export interface NumberField extends Common<number> {
  readonly kind: 'number'
  readonly min?: number
  readonly max?: number
  readonly suggest?: readonly number[]
  readonly unit?: string
}
export interface ToggleField extends Common<boolean> {
  readonly kind: 'toggle'
}
export interface TextField extends Common<string> {
  readonly kind: 'text'
  /** A regular expression (source) that the whole text must match. */
  readonly pattern?: string
  readonly suggest?: readonly string[]
}
/** Several texts; written with commas between them where one line is wanted. */
export interface ListField extends Common<readonly string[]> {
  readonly kind: 'list'
  /** A regular expression (source) that every item must match. */
  readonly pattern?: string
  readonly suggest?: readonly string[]
}

export type Field = ChoiceField | IntegerField | NumberField | ToggleField | TextField | ListField
export type Kind = Field['kind']

/** The value type of an option; null is possible only where the default may be null. */
export type ValueOf<F> = F extends { default: null } | { default: { otherwise: null } } ? Given<F> | null : Given<F>
type Given<F> = F extends { kind: 'choice'; choices: readonly (infer V)[] }
  ? V
  : F extends { kind: 'integer' | 'number' }
    ? number
    : F extends { kind: 'toggle' }
      ? boolean
      : F extends { kind: 'list' }
        ? readonly string[]
        : string

type Rest<F extends Field> = Omit<F, 'kind'>
export const choice = <const V extends string | number, const F extends Rest<ChoiceField<V>>>(
  field: F & { readonly choices: readonly V[] },
): { readonly kind: 'choice' } & F => ({ kind: 'choice', ...field })
export const integer = <const F extends Rest<IntegerField>>(field: F): { readonly kind: 'integer' } & F => ({
  kind: 'integer',
  ...field,
})
export const number = <const F extends Rest<NumberField>>(field: F): { readonly kind: 'number' } & F => ({
  kind: 'number',
  ...field,
})
export const toggle = <const F extends Rest<ToggleField>>(field: F): { readonly kind: 'toggle' } & F => ({
  kind: 'toggle',
  ...field,
})
export const text = <const F extends Rest<TextField>>(field: F): { readonly kind: 'text' } & F => ({
  kind: 'text',
  ...field,
})
export const list = <const F extends Rest<ListField>>(field: F): { readonly kind: 'list' } & F => ({
  kind: 'list',
  ...field,
})

/** Names every option of a group by where it stands: group + name is its one name everywhere. */
export function group<const G extends string, const T extends Readonly<Record<string, Field>>>(name: G, entries: T) {
  return Object.fromEntries(Object.entries(entries).map(([key, field]) => [`${name}.${key}`, field])) as unknown as {
    readonly [K in keyof T & string as `${G}.${K}`]: T[K]
  }
}
