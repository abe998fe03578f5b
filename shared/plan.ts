/** A run → its files and its command. */
import type { Run } from './config.ts'
import { type Plan, type Remarks, silent } from './emitters/emitter.ts'
import { emitters } from './emitters/index.ts'
import type { Value } from './fields/field.ts'
import { holds } from './fields/when.ts'

export function plan(run: Run, remarks: Remarks = silent): Plan {
  const valueAt = (key: string) => (run.config as Readonly<Record<string, Value>>)[key] ?? null
  return emitters
    .filter(({ appliesWhen }) => !appliesWhen || holds(appliesWhen, valueAt))
    .reduce<Plan>((before, emitter) => emitter.extend(before, run, remarks), { files: [], command: [] })
}
