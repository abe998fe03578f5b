/** Paths, folders and globs of a command line → the files they mean, read. */
import { dirname, isAbsolute, join, matchesGlob, relative, resolve } from 'node:path'
import { decode } from '../shared/python/yaml/decode.ts'
import type { TextFinding } from '../shared/python/yaml/node.ts'
import { readerOfNamed } from '../shared/read.ts'
import { readers } from '../shared/readers/index.ts'
import type { Reading } from '../shared/readers/reader.ts'
import { looksLikeJson, sampleOf } from '../shared/readers/recognise.ts'
import { ofUnknownKind } from '../shared/readers/unknown-kind.ts'
import type { ReadFile } from '../shared/rules/file-rule.ts'
import type { Host } from './host.ts'
import { bytesOf } from './read-answers.ts'
import { UserError } from './user-error.ts'

/** A file as the command knows it. */
export interface Gathered extends ReadFile {
  /** Absolute; empty for the standard input. */
  readonly place: string
  /** The file was asked for, or is in a folder that was; others are only named by one of those. */
  readonly asked: boolean
  /** Whether the bytes are the text in UTF-8, so that an edited text can be written back. */
  readonly plain: boolean
}

/** Folders that hold what others wrote. */
const passedOver = new Set(['node_modules', '__pycache__', 'site-packages', 'venv', 'dist-packages'])
/** Names of files that are looked at in a folder. */
export const configuration = /\.(?:ya?ml|json|sh|bash|slurm|sbatch)$/i
/** Bytes; what is larger in a folder is data. */
export const largest = 2_000_000
const deepest = 32
/** How sure a reader must be of a file that nobody named: one name alone proves little. */
const sureEnough = 4

const hasPattern = (path: string): boolean => /[*?[{]/.test(path)

/** How many texts the braces of a pattern may mean, and how many wildcards it may have: beyond, matching takes for ever. */
const mostTexts = 1_000
const mostWildcards = 12

/** Whether a pattern would have to be spelled out into more texts, or tried in more ways, than anybody means. */
export function isTooWide(pattern: string): boolean {
  const wildcards = pattern.replaceAll(/\*+/g, '*').match(/[*?+@!]\(|\*/g)?.length ?? 0
  const groups = pattern.match(/\{[^{}]*/g) ?? []
  const texts = groups.reduce((product, group) => {
    const [, from, to] = /^\{(-?\d+)\.\.(-?\d+)/.exec(group) ?? []
    const range = from === undefined ? 0 : Math.abs(Number(to) - Number(from)) + 1
    return product * Math.max(range, group.split(',').length)
  }, 1)
  return wildcards > mostWildcards || texts > mostTexts
}

/** Every configuration below a folder, in the order of the names. */
function* below(host: Host, folder: string, seen: Set<string>, depth = 0): Generator<string> {
  const real = host.files.real(folder)
  if (depth > deepest || seen.has(real)) return
  seen.add(real)
  let names: readonly string[]
  try {
    names = [...host.files.list(folder)].sort()
  } catch {
    // A folder that we may not look into holds nothing for us.
    return
  }
  for (const name of names) {
    const path = join(folder, name)
    if (configuration.test(name)) {
      yield path
      continue
    }
    if (name.startsWith('.') || passedOver.has(name)) continue
    try {
      if (host.files.status(path)?.kind === 'folder') yield* below(host, path, seen, depth + 1)
    } catch {
      // Gone meanwhile, or not ours to look at.
    }
  }
}

interface Found {
  readonly place: string
  /** Named by itself: it is read whatever it looks like. */
  readonly named: boolean
}

function* found(host: Host, path: string): Generator<Found> {
  // An empty variable of a script is no wish to check everything.
  if (path === '') throw new UserError('file-missing', { path: "''" })
  const place = resolve(host.folder, path)
  let kind: string | undefined
  try {
    kind = host.files.status(place)?.kind
  } catch (error) {
    throw new UserError('file-unreadable', { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
  }
  if (kind === 'folder') {
    for (const one of below(host, place, new Set())) yield { place: one, named: false }
  } else if (kind !== undefined) yield { place, named: true }
  else if (hasPattern(path) && !isTooWide(path)) {
    const parts = path.split('/')
    const fixed = parts.slice(0, parts.findIndex(hasPattern)).join('/')
    const base = resolve(host.folder, fixed || (isAbsolute(path) ? '/' : '.'))
    let any = false
    for (const one of below(host, base, new Set())) {
      if (!matchesGlob(one, resolve(host.folder, path))) continue
      any = true
      yield { place: one, named: false }
    }
    if (!any) throw new UserError('file-missing', { path })
  } else throw new UserError('file-missing', { path })
}

/** Kinds of files that their tool opens as UTF-8 (config_args.py of Accelerate, trl/scripts/utils.py, peft/config.py, integrations/deepspeed.py). */
const openedAsUtf8 = new Set(['accelerate', 'deepspeed', 'trl', 'peft-adapter'])

/** Why bytes are no text. */
function undecodableIn(decoded: ReturnType<typeof decode>): TextFinding | undefined {
  if (decoded.text !== undefined) return undefined
  const problem = decoded.detail.startsWith('unacceptable') ? 'character' : 'encoding'
  return { problem, refused: true, at: decoded.at, detail: decoded.detail }
}

/** Bytes as a file that was read; undefined for one that nobody named and that is no configuration of ours. */
export function readBytes(
  bytes: Uint8Array,
  path: string,
  named: boolean,
  kind?: string,
): Omit<Gathered, 'place' | 'asked'> | undefined {
  const decoded = decode(bytes)
  const text = decoded.text ?? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const sample = sampleOf(text)
  const reader = kind !== undefined ? readers.find(({ id }) => id === kind) : readerOfNamed(text, path)
  if (!named && (!reader || reader.recognise(sample) < sureEnough)) return undefined
  const plain = decoded.text !== undefined && decoded.encoding === 'utf-8'
  if (!reader) return { path, text, reading: ofUnknownKind(text, path, undecodableIn(decoded)), plain }
  const told = kind !== undefined
  if (decoded.text !== undefined) {
    const reading = reader.read(text)
    if (decoded.encoding === 'utf-8' || !openedAsUtf8.has(reader.id)) return { path, text, reading, told, plain }
    // PyYAML itself would read it, but it is handed what was opened as UTF-8.
    const at = { offset: 0, line: 1, column: 1 }
    const detail = `'utf-8' codec can't decode ${decoded.encoding}`
    const foreign = { problem: 'encoding' as const, refused: false, at, detail }
    return { path, text, reading: { ...reading, findings: [foreign, ...reading.findings] }, told, plain }
  }
  const stopped: Reading = {
    kind: reader.id,
    language: reader.id === 'launch-script' ? 'shell' : looksLikeJson(text) ? 'json' : 'yaml',
    document: { text, root: null, findings: [], refused: true },
    answers: {},
    implied: {},
    given: [],
    unknown: [],
    refused: [],
    references: [],
    findings: [undecodableIn(decoded)].filter((one) => one !== undefined),
  }
  return { path, text, reading: stopped, told, plain }
}

/** Reads the standard input, which may be as large as a file and no larger: it may never end. */
export async function readInput(host: Host): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of host.input) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string)
    chunks.push(bytes)
    size += bytes.length
    if (size > largest)
      throw new UserError('file-unreadable', { path: '-', reason: `> ${(largest / 1e6).toFixed(1)} MB` })
  }
  return Buffer.concat(chunks)
}

export interface Wanted {
  readonly paths: readonly string[]
  readonly kind?: string | undefined
  /** Globs of files that are left alone, relative to `root`. */
  readonly ignore?: readonly string[]
  readonly root?: string
  /** Files that are named are passed over, too, where they are not recognised. */
  readonly known?: boolean
  /** Turns bytes into a file, for a caller that caches what it read before. */
  readonly reader?: typeof readBytes
}

/** Every file that is meant, once, and those that they name. A path that leads nowhere is the user's to mend. */
export async function gather(
  host: Host,
  { paths, kind, ignore = [], root = host.folder, known = false, reader = readBytes }: Wanted,
): Promise<readonly Gathered[]> {
  const files = new Map<string, Gathered>()
  const shown = (place: string): string => {
    const path = relative(host.folder, place)
    return path.startsWith('..') || isAbsolute(path) ? place : path.replaceAll('\\', '/')
  }
  const ignored = (place: string): boolean => {
    const path = relative(root, place).replaceAll('\\', '/')
    return ignore.some(
      (glob) => !isTooWide(glob) && (matchesGlob(path, glob) || matchesGlob(path, `${glob.replace(/\/$/, '')}/**`)),
    )
  }
  for (const path of paths) {
    if (path === '-') {
      const read = reader(await readInput(host), '<stdin>', true, kind)
      if (read) files.set('-', { ...read, place: '', asked: true })
      continue
    }
    for (const { place, named } of found(host, path)) {
      if (files.has(place) || ignored(place)) continue
      if (!named || known) {
        const size = sizeOf(host, place)
        if (size === undefined || size > largest) continue
      }
      const read = reader(bytesOf(host, place), shown(place), named && !known, kind)
      if (read) files.set(place, { ...read, path: named ? path : read.path, place, asked: true })
    }
  }
  for (const file of [...files.values()]) follow(host, file, files, shown, reader)
  return [...files.values()]
}

function sizeOf(host: Host, place: string): number | undefined {
  try {
    const status = host.files.status(place)
    return status?.kind === 'file' ? status.size : undefined
  } catch {
    return undefined
  }
}

/** Where a name in a file may lead: a run is started beside the file, in a folder above it, or where the command runs. */
export function* placesOf(host: Host, place: string, name: string): Generator<string> {
  for (let folder = dirname(place); ; folder = dirname(folder)) {
    yield resolve(folder, name)
    if (dirname(folder) === folder || isAbsolute(name)) break
  }
  yield resolve(host.folder, name)
}

/** Reads what a file names. */
function follow(
  host: Host,
  file: Gathered,
  files: Map<string, Gathered>,
  shown: (place: string) => string,
  reader: typeof readBytes,
): void {
  if (file.place === '') return
  for (const { file: name, kind } of file.reading.references) {
    if (kind === 'host-file') continue
    const place = [...placesOf(host, file.place, name)].find(
      (one) => (sizeOf(host, one) ?? Number.POSITIVE_INFINITY) <= largest,
    )
    if (place === undefined || files.has(place)) continue
    const read = reader(bytesOf(host, place), shown(place), true, kind)
    if (!read) continue
    const next: Gathered = { ...read, place, asked: false }
    files.set(place, next)
    follow(host, next, files, shown, reader)
  }
}

/** Whether a file that another one names is anywhere that the name may lead. */
export const existsFor =
  (host: Host, files: readonly Gathered[]) =>
  (name: string, from: string): boolean | undefined => {
    const place = files.find(({ path }) => path === from)?.place
    if (!place) return undefined
    try {
      return [...placesOf(host, place, name)].some((one) => host.files.status(one) !== undefined)
    } catch {
      return undefined
    }
  }
