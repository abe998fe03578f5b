/** The files of a project as an editor has them: what is open there, what lies beside it on the disk, and the runs they belong to. */
import { dirname, join, relative, sep } from 'node:path'
import { fileSets } from '../../shared/file-set.ts'
import type { FileFinding, ReadFile } from '../../shared/rules/file-rule.ts'
import { findingsOfRun, foundIn, type Terms } from '../check-run.ts'
import { configuration, existsFor, type Gathered, gather, largest, readBytes } from '../gather-files.ts'
import type { Host, Status } from '../host.ts'
import type { ProjectConfig } from '../project-config.ts'
import { UserError } from '../user-error.ts'

/** What is asked for beside the files. */
export type Asked = Pick<Terms, 'versions' | 'profiles' | 'answers'>

/** What is known at one moment. */
export interface Picture {
  readonly files: readonly Gathered[]
  readonly sets: readonly (readonly Gathered[])[]
  /** Files of the runs of what is open, with what is found in them. */
  readonly findings: ReadonlyMap<Gathered, readonly FileFinding[]>
  readonly terms: Terms
  /** Why the settings of the project are not used. */
  readonly unusable: UserError | undefined
}

/** In a folder with more files than these only those are read that are open or named: it holds data, not runs. */
const mostBeside = 200
/** Milliseconds until the disk is looked at again without being told that it changed. */
const fresh = 2_000

interface Kept {
  readonly bytes: Uint8Array
  readonly named: boolean
  readonly kind: string | undefined
  readonly path: string
  readonly file: ReturnType<typeof readBytes>
}

interface KeptRun {
  readonly files: readonly ReadFile[]
  readonly beside: readonly ReadFile[]
  readonly findings: readonly FileFinding[]
}

const bytesOfText = (text: string): Uint8Array => Buffer.from(text)

const same = (some: readonly ReadFile[], others: readonly ReadFile[]): boolean =>
  some.length === others.length && some.every((file, place) => file === others[place])

/** In the order in which `check` walks through folders. */
function inWalkingOrder(a: string, b: string): number {
  const [left, right] = [a.split(sep), b.split(sep)]
  for (let place = 0; place < Math.min(left.length, right.length); place++) {
    const [one, other] = [left[place] as string, right[place] as string]
    if (one !== other) return one < other ? -1 : 1
  }
  return left.length - right.length
}

export class Project {
  readonly #host: Host
  readonly #root: string
  readonly #asked: Asked
  readonly #config: (host: Host) => ProjectConfig
  readonly #open = new Map<string, Uint8Array>()
  /** Files of the disk, as they were when they were last read. */
  readonly #onDisk = new Map<string, { readonly status: Status; readonly bytes: Uint8Array }>()
  readonly #read = new Map<string, Kept>()
  readonly #files = new Map<string, Gathered>()
  readonly #runs = new Map<string, KeptRun>()
  #candidates: readonly string[] = []
  #settings: { readonly config: ProjectConfig; readonly unusable: UserError | undefined } | undefined
  #looked = Number.NEGATIVE_INFINITY

  constructor(host: Host, root: string, asked: Asked, config: (host: Host) => ProjectConfig) {
    this.#root = root
    this.#asked = asked
    this.#config = config
    const files: Host['files'] = {
      ...host.files,
      status: (path) => {
        const text = this.#open.get(path)
        if (text)
          return { kind: 'file', size: text.length, mode: 0o644, changed: 0, links: 1, identity: path } satisfies Status
        return host.files.status(path)
      },
      read: (path) => this.#open.get(path) ?? this.#onDisk.get(path)?.bytes ?? host.files.read(path),
    }
    this.#host = { ...host, folder: root, files }
  }

  get open(): readonly string[] {
    return [...this.#open.keys()]
  }

  /** What is open, with its text. */
  texts(): readonly (readonly [place: string, text: string])[] {
    return [...this.#open].map(([place, bytes]) => [place, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)])
  }

  /** Somebody opened a file, or changed it. */
  set(place: string, text: string): void {
    if (!this.#open.has(place)) this.changed()
    this.#open.set(place, bytesOfText(text))
  }

  close(place: string): void {
    this.#open.delete(place)
    this.changed()
  }

  /** The disk is not as it was. */
  changed(): void {
    this.#looked = Number.NEGATIVE_INFINITY
  }

  /** Files that may belong to a run with something that is open: beside it, and in the folders above up to that of the project. */
  #look(): void {
    const folders = new Set<string>()
    for (const place of this.#open.keys()) {
      for (let folder = dirname(place); ; folder = dirname(folder)) {
        folders.add(folder)
        if (folder === this.#root || dirname(folder) === folder || !folder.startsWith(this.#root)) break
      }
    }
    const found = new Set(this.#open.keys())
    for (const folder of folders) {
      const names = this.#namesIn(folder).filter((name) => configuration.test(name))
      if (names.length <= mostBeside) for (const name of names) found.add(join(folder, name))
    }
    for (const place of [...found]) if (!this.#readable(place)) found.delete(place)
    for (const place of this.#onDisk.keys()) if (!found.has(place)) this.#onDisk.delete(place)
    this.#candidates = [...found].map((place) => relative(this.#root, place)).sort(inWalkingOrder)
    this.#settings = this.#readSettings()
    this.#runs.clear()
    this.#looked = this.#host.now()
  }

  #namesIn(folder: string): readonly string[] {
    try {
      return this.#host.files.list(folder)
    } catch {
      return []
    }
  }

  /** What cannot be read holds nothing for us. What did not change is not read again. */
  #readable(place: string): boolean {
    if (this.#open.has(place)) return true
    try {
      const status = this.#host.files.status(place)
      if (status?.kind !== 'file' || status.size > largest) return false
      const before = this.#onDisk.get(place)?.status
      const same =
        before?.changed === status.changed && before.size === status.size && before.identity === status.identity
      // A file that changed within the last seconds may change again with the same time.
      if (same && this.#host.now() - status.changed > fresh) return true
      this.#onDisk.delete(place)
      this.#onDisk.set(place, { status, bytes: this.#host.files.read(place) })
      return true
    } catch {
      return false
    }
  }

  #readSettings() {
    const none: ProjectConfig = {
      root: this.#root,
      ignore: [],
      rules: {},
      versions: {},
      failOn: undefined,
      profiles: [],
    }
    try {
      return { config: this.#config(this.#host), unusable: undefined }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return { config: none, unusable: error }
    }
  }

  /** Bytes as a file, read once for as long as they are the same. */
  #reader: typeof readBytes = (bytes, path, named, kind) => {
    const before = this.#read.get(path)
    if (before && before.named === named && before.kind === kind && Buffer.compare(before.bytes, bytes) === 0)
      return before.file
    const file = readBytes(bytes, path, named, kind)
    this.#read.set(path, { bytes, named, kind, path, file })
    return file
  }

  /** The same file is the same object, so that what was found in it can be kept. */
  #same(file: Gathered): Gathered {
    const before = this.#files.get(file.place)
    if (before && before.reading === file.reading && before.path === file.path && before.asked === file.asked)
      return before
    this.#files.set(file.place, file)
    return file
  }

  #findingsOf: typeof findingsOfRun = (set, terms, beside) => {
    const name = set.map(({ path }) => path).join('\n')
    const before = this.#runs.get(name)
    if (before && same(before.files, set) && same(before.beside, beside)) return before.findings
    const findings = findingsOfRun(set, terms, beside)
    this.#runs.set(name, { files: set, beside, findings })
    return findings
  }

  /** Everything as it is now. */
  async picture(): Promise<Picture> {
    if (this.#host.now() - this.#looked > fresh) this.#look()
    const { config, unusable } = this.#settings ?? this.#readSettings()
    const gathered = await gather(this.#host, {
      paths: this.#candidates,
      known: true,
      ignore: config.ignore,
      root: config.root,
      reader: this.#reader,
    })
    const files = gathered.map((file) => this.#same(file))
    const terms: Terms = {
      versions: { ...config.versions, ...this.#asked.versions },
      profiles: [...new Set([...(config.profiles as Terms['profiles']), ...this.#asked.profiles])],
      answers: this.#asked.answers,
      wants: () => true,
      weights: config.rules,
      exists: existsFor(this.#host, files),
    }
    const all = fileSets(files) as readonly (readonly Gathered[])[]
    const sets = all.filter((set) => set.some(({ place }) => this.#open.has(place)))
    const shown = new Set(sets.flat())
    const judged = all.filter((set) => set.some((file) => shown.has(file)))
    const found = foundIn(files, terms, judged, this.#findingsOf)
    const findings = new Map([...shown].map((file) => [file, found.get(file) ?? []]))
    return { files, sets, findings, terms, unusable }
  }
}

/** The run that a file belongs to: the largest one of several. */
export const runWith = ({ sets }: Picture, file: Gathered): readonly Gathered[] =>
  sets.filter((set) => set.includes(file)).sort((a, b) => b.length - a.length)[0] ?? [file]
