/** Where something leads: from a key to the line that wins, and from the name of a file to the file. */
import { effective } from '../../shared/effective.ts'
import type { Gathered } from '../gather-files.ts'
import type { KeyAt } from './keys-at.ts'

export interface PlaceIn {
  readonly file: Gathered
  readonly start: number
  readonly end: number
}

export interface Link {
  readonly start: number
  readonly end: number
  readonly place: string
}

/** The file that another one names, if it was read. */
function named(files: readonly Gathered[], name: string, placesOf: (name: string) => Iterable<string>) {
  const places = new Map(files.map((file) => [file.place, file]))
  for (const place of placesOf(name)) if (places.has(place)) return places.get(place)
  return undefined
}

/** The names of files in a file, with the files they lead to. */
export const linksIn = (
  file: Gathered,
  files: readonly Gathered[],
  placesOf: (name: string) => Iterable<string>,
): readonly Link[] =>
  file.reading.references.flatMap(({ file: name, valueAt, end }) => {
    const target = named(files, name, placesOf)
    return target ? [{ start: valueAt.offset, end, place: target.place }] : []
  })

/** Characters that a name has at most. */
const longest = 200

/** The lines that decide what a key of a file says. */
export function winnersOf(set: readonly Gathered[], file: Gathered, here: KeyAt): readonly PlaceIn[] {
  const { values, ignored } = effective(set)
  const at = (one: { readonly file: unknown; readonly at: { readonly offset: number } | undefined }) =>
    one.file === file && one.at?.offset === here.start
  const spot = (one: {
    readonly file: unknown
    readonly at: { readonly offset: number } | undefined
    readonly name: string
  }) => {
    const target = set.find((other) => other === one.file)
    if (!target || !one.at) return []
    const written = /^-*["']?[\w.-]*["']?/.exec(target.text.slice(one.at.offset, one.at.offset + longest))?.[0] ?? ''
    return [{ file: target, start: one.at.offset, end: one.at.offset + written.length }]
  }
  const own = values.filter(at)
  if (own.length > 0) return own.slice(0, 1).flatMap(spot)
  const lost = ignored.filter(at)
  const winning = values.filter(({ key }) => key !== undefined && lost.some((one) => one.key === key))
  const found = winning.flatMap(spot)
  if (found.length > 0) return found
  // What no option says is told by its line alone.
  return lost.flatMap(({ reason }) => {
    if (reason.why !== 'overridden' && reason.why !== 'repeated') return []
    const target = set.find((one) => one === reason.by)
    const ends = [...(target?.text ?? '').matchAll(/\r\n|[\n\r]/g)]
    const before = ends[reason.line - 2]
    const start = before ? before.index + before[0].length : 0
    return target ? [{ file: target, start, end: start }] : []
  })
}
