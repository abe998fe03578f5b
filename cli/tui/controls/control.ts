/** What a control is: how a kind of option is offered. Controls know kinds, never the names of options. */
import type { Field, Kind, Value } from '../../../shared/fields/field.ts'
import type { Choosable } from './choosing.ts'

export interface ValueOption extends Choosable {
  readonly value: Value
}

/** What a control is told about the question. */
export interface Asked<F extends Field = Field> {
  readonly field: F
  readonly current: Value
  readonly recommended: Value
  /** Whether the option may be left out. */
  readonly optional: boolean
  /** More values to offer, from a catalogue, each with a remark. */
  readonly listed: readonly { readonly value: string; readonly note: string }[]
  /** A value as the reader calls it. */
  readonly shown: (value: Value) => string
  /** The sentence about a choice. */
  readonly sentence: (value: Value) => string | undefined
}

export interface Control<F extends Field = Field> {
  readonly kind: Kind
  readonly options: (asked: Asked<F>) => readonly ValueOption[]
  /** Whether a value that is not offered can be typed. */
  readonly typed: boolean
  /** Whether options carry the digit that chooses them. */
  readonly numbered: boolean
}

/** A value as it is typed. */
export const typedText = (value: Value): string =>
  value === null ? '' : Array.isArray(value) ? value.join(',') : String(value)

/** Values once each, as options: those given, and the current and the recommended one among them in their order or first. */
export function valueOptions<F extends Field>(
  { current, recommended, optional, shown, sentence, listed }: Asked<F>,
  values: readonly Value[],
  order?: (a: Value, b: Value) => number,
): readonly ValueOption[] {
  const all = new Map<string, Value>()
  const extra = [current, recommended].filter((value) => value !== null)
  const given = order ? [...values, ...extra].sort(order) : [...extra, ...values]
  const found = order ? given : [...given, ...listed.map(({ value }) => value)]
  if (optional) all.set('', null)
  for (const value of found) if (!all.has(typedText(value))) all.set(typedText(value), value)
  return [...all.values()].map((value) => ({
    value,
    label: shown(value),
    note: sentence(value),
  }))
}
