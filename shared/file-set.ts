/** Files → the sets that belong to one run: those that name each other, and those that stand alone of their kind in one folder. */
import type { ReadFile } from './rules/file-rule.ts'
import { unreadOf } from './unread-files.ts'

/** The order in which files speak: of two that say something about an option, the later one wins, as the command line does over the file. */
const order = [
  'lora-wizard',
  'accelerate',
  'deepspeed',
  'peft-adapter',
  'axolotl',
  'llama-factory',
  'ms-swift',
  'trl',
  'launch-script',
]
const rank = ({ reading }: ReadFile): number => order.indexOf(reading.kind)

/** Files of one run in the order in which they speak. */
export const inOrder = <F extends ReadFile>(files: readonly F[]): readonly F[] =>
  [...files].sort((a, b) => rank(a) - rank(b))

/** A path without `.` and `..`, its parts between slashes. */
function normalPath(path: string): string {
  const parts: string[] = []
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/')
}

const folderOf = (path: string): string => normalPath(path).replace(/\/?[^/]*$/, '')

/** Files by their normal path, and by the last part of it. */
class Paths {
  readonly #paths = new Map<ReadFile, string>()
  readonly #whole = new Map<string, ReadFile[]>()
  readonly #last = new Map<string, ReadFile[]>()

  constructor(files: readonly ReadFile[]) {
    for (const file of files) {
      const path = normalPath(file.path)
      this.#paths.set(file, path)
      for (const [index, key] of [[this.#whole, path] as const, [this.#last, lastOf(path)] as const]) {
        const alike = index.get(key)
        if (alike) alike.push(file)
        else index.set(key, [file])
      }
    }
  }

  of(file: ReadFile): string {
    return this.#paths.get(file) ?? normalPath(file.path)
  }

  /** The file that another one means by a name: beside it, or below a folder that both are in, which is where the run starts. */
  namedBy(from: ReadFile, name: string): ReadFile | undefined {
    const wanted = normalPath(name)
    const beside = wanted.startsWith('/') ? wanted : normalPath(`${folderOf(from.path)}/${wanted}`)
    const exact = this.#whole.get(beside)?.find((file) => file !== from)
    if (exact || wanted.startsWith('/') || wanted.startsWith('..')) return exact
    const below = (this.#last.get(lastOf(wanted)) ?? []).filter((file) => {
      const path = this.of(file)
      if (file === from || !(path === wanted || path.endsWith(`/${wanted}`))) return false
      const root = path.slice(0, path.length - wanted.length)
      return this.of(from).startsWith(root)
    })
    return below.length === 1 ? below[0] : undefined
  }
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Every file is in at least one set; a file that several runs use is in the set of each. */
export function fileSets(files: readonly ReadFile[]): readonly (readonly ReadFile[])[] {
  const places = new Map(files.map((file, place) => [file, place]))
  const placeOf = (file: ReadFile): number => places.get(file) ?? -1
  const paths = new Paths(files)
  const names = new Map(
    files.map((file) => [
      file,
      file.reading.references.flatMap(({ file: name, kind }) =>
        kind === 'host-file' ? [] : (paths.namedBy(file, name) ?? []),
      ),
    ]),
  )
  const named = new Set([...names.values()].flat())
  const folders = new Map<string, ReadFile[]>()
  for (const file of files) {
    const folder = folderOf(file.path)
    const inside = folders.get(folder)
    if (inside) inside.push(file)
    else folders.set(folder, [file])
  }
  // Companions: in a folder with at most one file of each kind they are taken for those of one run.
  const companions = new Map<ReadFile, readonly ReadFile[]>()
  for (const inside of folders.values()) {
    const kinds = new Set(inside.map(({ reading }) => reading.kind))
    if (kinds.size !== inside.length || inside.length < 2) continue
    const unread = unreadOf(inside)
    const together = inside.filter(
      (file) =>
        !kinds.has('accelerate') ||
        // DeepSpeed's JSON is read if the file says so, or surely not; and torchrun reads no file of Accelerate's.
        ((file.reading.kind !== 'deepspeed' || named.has(file) || unread.has(file)) && !file.reading.elsewhere),
    )
    for (const file of together) companions.set(file, together)
  }
  const setOf = (root: ReadFile): readonly ReadFile[] => {
    const found = new Set<ReadFile>()
    const add = (file: ReadFile) => {
      if (found.has(file)) return
      found.add(file)
      for (const other of [...(names.get(file) ?? []), ...(companions.get(file) ?? [])]) add(other)
    }
    add(root)
    return [...found].sort((a, b) => rank(a) - rank(b) || placeOf(a) - placeOf(b))
  }
  const sets: (readonly ReadFile[])[] = []
  const seen = new Set<string>()
  for (const root of files) {
    // What another file names is looked at where that one is.
    if (named.has(root) && root.reading.references.length === 0 && !companions.has(root)) continue
    const set = setOf(root)
    const name = set.map(placeOf).join()
    if (seen.has(name)) continue
    seen.add(name)
    sets.push(set)
  }
  // A set inside another one says nothing of its own. Most files stand alone, and no set is inside of one file.
  const larger = sets.filter(({ length }) => length > 1).map((set) => new Set(set))
  return sets.filter((set) => !larger.some((other) => other.size > set.length && set.every((file) => other.has(file))))
}
