/** The keys that a run becomes in a trainer's file. */
import { applies, type Run } from '../../config.ts'
import type { Field, Value } from '../../fields/field.ts'
import { fieldAt } from '../../fields/index.ts'
import { holds } from '../../fields/when.ts'
import type { Plain } from '../../tools/tool.ts'
import { named } from '../named.ts'
import { datasetName, testName } from './dataset-names.ts'
import type { Row, Trainer } from './trainer.ts'

/** A key of the file. */
export interface TrainerEntry {
  readonly name: string
  readonly value: Plain
  /** The option it comes from. */
  readonly key?: string
  /** A number that is no whole one by its kind: `1.0`, not `1`. */
  readonly fraction: boolean
}

/** A relative path is the same path behind `./`, and no name on the Hub begins with a dash. */
const undashed = (text: string): string => (text.startsWith('-') ? `./${text}` : text)

/** A value in the trainer's spelling; undefined where the row doesn't write it. */
function spelled({ values, as }: Row, value: Value): Plain | undefined {
  if (values) return Object.hasOwn(values, String(value)) ? values[String(value)] : undefined
  if (value === null) return undefined
  switch (as) {
    case 'items':
      return String(value)
        .split(',')
        .map((item) => item.trim())
    case 'whole':
      return Math.trunc(Number(value))
    case 'word':
      return undashed(String(value))
    case 'reference':
      return String(value).replaceAll(/(\\*)\$\{/g, '$1$1\\${')
    case 'words':
      return [undashed(String(value))]
    case 'chat':
      return [{ path: value as Plain, type: 'chat_template' }]
    case 'chat-test':
      return [{ path: value as Plain, split: 'test', type: 'chat_template' }]
    case 'name':
      return spelled({ name: '', as: 'reference' }, datasetName(String(value)))
    case 'test-name':
      return spelled({ name: '', as: 'reference' }, testName(String(value)))
    default:
      return value
  }
}

const isFraction = (key: string | undefined, as: Row['as']): boolean =>
  key !== undefined && as !== 'whole' && fieldAt(key)?.kind === 'number'

function ofRow(row: Row, { config, answers }: Run): TrainerEntry | undefined {
  const valueAt = (key: string) => (config as Readonly<Record<string, Value>>)[key] ?? null
  const { key, name, when } = row
  if (when && !holds(when, valueAt)) return undefined
  if (key === undefined) return row.value === undefined ? undefined : { name, value: row.value, fraction: false }
  if (!applies(key, config)) return undefined
  if ((fieldAt(key) as Field).written === 'given' && answers[key] === undefined) return undefined
  const value = row.value ?? spelled(row, valueAt(key))
  return value === undefined ? undefined : { name, key, value, fraction: isFraction(key, row.as) }
}

/** Each name once: the model, the rows of the table, and then the options in their order. */
export function entriesOf(trainer: Trainer, run: Run): readonly TrainerEntry[] {
  const { rows, target, left } = trainer
  const special = new Set<string>([...left, ...rows.flatMap(({ key }) => key ?? [])])
  const found = new Map<string, TrainerEntry>()
  for (const row of rows) {
    const entry = ofRow(row, run)
    if (entry && !found.has(entry.name)) found.set(entry.name, entry)
  }
  for (const { key, name, value } of named(target, run))
    if (!special.has(key) && !found.has(name) && value !== null)
      found.set(name, { name, key, value: value as Plain, fraction: isFraction(key, undefined) })
  // Readers look for the model first.
  return [...found.values()].sort((a, b) => Number(b.key === 'model.id') - Number(a.key === 'model.id'))
}
