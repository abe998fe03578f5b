/** A condition on other options, as data: it can be evaluated, printed in words and turned into a JSON Schema. */
import { refusesAttention } from '../catalog/support.ts'
import type { Value } from './field.ts'

/** Keys are strings here, since typed keys would make the data that the key type is inferred from circular; a contract proves that each exists. */
export type When =
  | { readonly key: string; readonly is: readonly Value[] }
  | { readonly key: string; readonly above: number }
  /** The option names a model whose family refuses this attention implementation. */
  | { readonly key: string; readonly refuses: string }
  | { readonly all: readonly When[] }
  | { readonly any: readonly When[] }
  | { readonly not: When }

/** The option has one of these values. */
export const when = (key: string, ...is: readonly Value[]): When => ({ key, is })
/** The numeric option is larger than a bound. */
export const above = (key: string, bound: number): When => ({ key, above: bound })
/** The model that the option names refuses an attention implementation. */
export const refuses = (key: string, attention: string): When => ({ key, refuses: attention })
/** Every condition holds. */
export const all = (...conditions: readonly When[]): When => ({ all: conditions })
/** At least one condition holds. */
export const any = (...conditions: readonly When[]): When => ({ any: conditions })
/** The condition does not hold. */
export const not = (condition: When): When => ({ not: condition })

/** Whether a condition holds, given a way to look a value up. An option that has no value fulfils nothing. */
export function holds(condition: When, valueAt: (key: string) => Value): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, valueAt))
  if ('any' in condition) return condition.any.some((part) => holds(part, valueAt))
  if ('not' in condition) return !holds(condition.not, valueAt)
  const value = valueAt(condition.key)
  if ('above' in condition) return typeof value === 'number' && value > condition.above
  if ('refuses' in condition) return typeof value === 'string' && refusesAttention(value, condition.refuses)
  return condition.is.includes(value)
}

/** Every key that a condition reads. */
export function keysOf(condition: When): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(keysOf)
  if ('any' in condition) return condition.any.flatMap(keysOf)
  if ('not' in condition) return keysOf(condition.not)
  return [condition.key]
}

/** The smallest parts of a condition that fail: what someone who asks "why not?" wants to hear. */
export function failing(condition: When, valueAt: (key: string) => Value): readonly When[] {
  if (holds(condition, valueAt)) return []
  if ('all' in condition) return condition.all.flatMap((part) => failing(part, valueAt))
  return [condition]
}
