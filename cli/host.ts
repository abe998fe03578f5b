/** The world outside the program as one interface: files, processes, streams, environment, clock and chance. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** What stands at a path. Links are followed. */
export interface Status {
  readonly kind: 'file' | 'folder' | 'other'
  /** Bytes. */
  readonly size: number
  /** Permission bits. */
  readonly mode: number
  /** When it was last changed, milliseconds since 1970. */
  readonly changed: number
}

/** Primitives only; what must be atomic is composed of them elsewhere. All throw what Node throws: an error with a `code` such as ENOENT. */
export interface Files {
  readonly status: (path: string) => Status | undefined
  readonly read: (path: string) => Uint8Array
  readonly list: (path: string) => readonly string[]
  /** Creates a file that must not be there yet, writes all of it and waits until the disk has it. */
  readonly create: (path: string, bytes: Uint8Array, mode: number) => void
  readonly rename: (from: string, to: string) => void
  /** A second name for the same file. */
  readonly link: (from: string, to: string) => void
  /** Fine where nothing stands. */
  readonly remove: (path: string) => void
  /** Creates a folder and its parents, where they are missing. */
  readonly makeFolder: (path: string, mode?: number) => void
  /** Waits until the disk knows the names in a folder; silent where a file system cannot. */
  readonly settleFolder: (path: string) => void
  /** The path behind links; of a path that does not exist yet, the path itself. */
  readonly real: (path: string) => string
}

export interface ProcessResult {
  /** null where the program could not be started or took too long. */
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  /** The working folder, absolute. */
  readonly folder: string
  readonly home: string
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly errors: NodeJS.WriteStream
  readonly files: Files
  readonly run: (program: string, args: readonly string[], timeoutMilliseconds: number) => Promise<ProcessResult>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Waits, blocking everything. */
  readonly sleep: (milliseconds: number) => void
  /** A few random letters. */
  readonly chance: () => string
}

const missing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** One folder at a time: the recursive call of Node never ends where a parent refuses with ENOENT, as `/proc` does. */
function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, mode)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) throw error
    makeFolder(parent, mode)
    makeFolder(path, mode)
  }
}

const files: Files = {
  status: (path) => {
    try {
      const found = statSync(path)
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
      return { kind, size: found.size, mode: found.mode & 0o7777, changed: found.mtimeMs }
    } catch (error) {
      if (missing(error)) return undefined
      throw error
    }
  },
  read: (path) => readFileSync(path),
  list: (path) => readdirSync(path),
  create: (path, bytes, mode) => {
    const file = openSync(path, 'wx', mode)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  },
  rename: (from, to) => renameSync(from, to),
  link: (from, to) => linkSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  makeFolder,
  settleFolder: (path) => {
    try {
      const folder = openSync(path, 'r')
      try {
        fsyncSync(folder)
      } finally {
        closeSync(folder)
      }
    } catch {
      // Windows and some network file systems cannot; the file itself has been waited for.
    }
  },
  real: (path) => {
    try {
      return realpathSync(path)
    } catch {
      return path
    }
  },
}

/** This machine. */
export const realHost = (): Host => ({
  environment: process.env,
  platform: process.platform,
  folder: process.cwd(),
  home: process.env.HOME ?? process.env.USERPROFILE ?? process.cwd(),
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  files,
  run: async (program, args, timeout) => {
    const { execFile } = await import('node:child_process')
    return new Promise((resolve) => {
      execFile(program, args, { timeout, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' }, (error, output, errors) => {
        const code = error ? (typeof error.code === 'number' ? error.code : null) : 0
        resolve({ code, output, errors })
      })
    })
  },
  now: () => Date.now(),
  sleep: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
  },
  chance: () => Math.random().toString(36).slice(2, 10),
})
