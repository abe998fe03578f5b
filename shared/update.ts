/** An Accelerate file that exists, and new answers → the same file with only the lines changed whose options changed. */
import { type Answers, resolve } from './config.ts'
import { type Entry, entries } from './emitters/accelerate.ts'
import { type Change, type Edited, type EditValue, edit, nodeAt } from './python/yaml/edit.ts'
import type { Reading } from './readers/reader.ts'

/** The run that a file means to the tool that reads it. */
export const meantBy = (reading: Reading): Answers => ({ ...reading.implied, ...reading.answers })

/**
 * Comments, order, quoting, line ends and keys that nobody knows stay. `answers` are those of the whole run; what the file
 * leaves unsaid stays unsaid where its silence already means the answer.
 */
export function updated(text: string, reading: Reading, answers: Answers): Edited {
  if (!reading.document || reading.document.refused || reading.language === 'shell') return { problem: 'unreadable' }
  return edit(text, changes(reading, answers), reading.language)
}

/** What has to change in the file. */
export function changes(reading: Reading, answers: Answers): readonly Change[] {
  const root = reading.document?.root ?? null
  const before = new Map(entries(resolve(meantBy(reading))).map((entry) => [entry.path, entry]))
  const after = new Map(entries(resolve(answers)).map((entry) => [entry.path, entry]))
  const pathOf = (path: string): readonly string[] => path.split('.')
  const sets = [...after.values()]
    .filter((entry) => !same(before.get(entry.path), entry))
    .map((entry): Change => ({ path: pathOf(entry.path), value: written(entry) }))
  const gone = [...before.keys()].filter((path) => !after.has(path) && nodeAt(root, pathOf(path)) !== undefined)
  // A section of which nothing is left goes as a whole.
  const emptied = new Set<string>()
  for (const section of new Set(
    gone.filter((path) => path.includes('.')).map((path) => path.split('.')[0] as string),
  )) {
    const node = nodeAt(root, [section])
    const left =
      node?.kind === 'mapping' ? [...node.entries.keys()].filter((key) => !gone.includes(`${section}.${key}`)) : []
    if (left.length === 0 && ![...after.keys()].some((path) => path.startsWith(`${section}.`))) emptied.add(section)
  }
  const removals = [...emptied, ...gone.filter((path) => !emptied.has(path.split('.')[0] as string))].map(
    (path): Change => ({ path: pathOf(path), remove: true }),
  )
  return [...sets, ...removals]
}

const same = (one: Entry | undefined, other: Entry): boolean =>
  one !== undefined && JSON.stringify(one.value) === JSON.stringify(other.value)

/** The value in the type that the file holds it in. */
function written({ value, field }: Entry): EditValue {
  if (Array.isArray(value)) return value.map((item) => (item === 'true' ? true : item === 'false' ? false : item))
  if (typeof value === 'number' && field.kind === 'number') return { type: 'float', value }
  return value as EditValue
}
