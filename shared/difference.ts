/** Two runs → what differs between them, by meaning: an option at its default equals one nobody mentions. */
import { applies, type Run } from './config.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fieldKeys, fields } from './fields/index.ts'
import { same } from './session.ts'

/** One option that the runs disagree about; a side where it plays no part is absent. */
export interface Difference {
  readonly key: FieldKey
  readonly before: { readonly value: Value } | undefined
  readonly after: { readonly value: Value } | undefined
}

/** Every difference, in asking order. A value with several names is named once, at its home. */
export function difference(before: Run, after: Run): readonly Difference[] {
  const side = (run: Run, key: FieldKey) => (applies(key, run.config) ? { value: run.config[key] as Value } : undefined)
  return fieldKeys.flatMap((key): Difference[] => {
    const field: Field = fields[key]
    if (field.home) return []
    const [left, right] = [side(before, key), side(after, key)]
    if (!left && !right) return []
    if (left && right && same(left.value, right.value)) return []
    if (meansNothing(left) && meansNothing(right)) return []
    return [{ key, before: left, after: right }]
  })
}

/** An option that is absent, or there without a value. */
const meansNothing = (side: { readonly value: Value } | undefined): boolean => !side || side.value === null
