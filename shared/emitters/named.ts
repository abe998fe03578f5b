/** The options that are written for a tool, under the names the tool knows. */
import { applies, type Run } from '../config.ts'
import type { Field, Target, Value } from '../fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../fields/index.ts'

export interface Named {
  readonly key: FieldKey
  readonly field: Field
  /** The tool's name for it; a dotted path for files with sections. */
  readonly name: string
  readonly value: Value
}

/** Every option that this run writes for a tool: it applies, has a value, and is either always written or was given. */
export function named(target: Target, { answers, config }: Run): readonly Named[] {
  return fieldKeys.flatMap((key): Named[] => {
    const field: Field = fields[key]
    const name = field.emits?.[target]
    const value = config[key] as Value
    if (name === undefined || value === null || !applies(key, config)) return []
    if (field.written === 'given' && answers[key] === undefined) return []
    return [{ key, field, name, value }]
  })
}
