/** The world outside the program as one interface: files, processes, streams, environment, clock and chance. */
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { availableParallelism, homedir, hostname, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'

/** What stands at a path. Links are followed. */
export interface Status {
  readonly kind: 'file' | 'folder' | 'other'
  /** Bytes. */
  readonly size: number
  /** Permission bits. */
  readonly mode: number
  /** When it was last changed, milliseconds since 1970. */
  readonly changed: number
  /** How many names the file has. */
  readonly links: number
  /** What stays the same while the file lives: another file under the same name has another one. */
  readonly identity: string
}

/** Primitives only; what must be atomic is composed of them elsewhere. All throw what Node throws: an error with a `code` such as ENOENT. */
export interface Files {
  readonly status: (path: string) => Status | undefined
  /** Bytes that a folder's disk has left for us; undefined where the system does not say. */
  readonly room: (path: string) => number | undefined
  readonly read: (path: string) => Uint8Array
  /** At most so many bytes from an offset on; none behind the end. */
  readonly readPart: (path: string, offset: number, length: number) => Uint8Array
  readonly list: (path: string) => readonly string[]
  /** Creates a file that must not be there yet, writes all of it and waits until the disk has it. */
  readonly create: (path: string, bytes: Uint8Array, mode: number) => void
  /** Writes a file that is there, under all of its names, and waits until the disk has it. */
  readonly overwrite: (path: string, bytes: Uint8Array) => void
  /** Gives a file the owner and the attributes of another one, as far as we may, and permission bits. */
  readonly resemble: (model: string, path: string, mode: number) => void
  readonly rename: (from: string, to: string) => void
  /** A second name for the same file. */
  readonly link: (from: string, to: string) => void
  /** Fine where nothing stands. */
  readonly remove: (path: string) => void
  /** Creates a folder and its parents, where they are missing. */
  readonly makeFolder: (path: string, mode?: number) => void
  /** Waits until the disk knows the names in a folder; silent where a file system cannot. */
  readonly settleFolder: (path: string) => void
  /** The path behind links, also behind a link to a file that does not exist yet; of any other path the path itself. */
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
  /** The memory that this program and its like may use, bytes: all of the machine's, or what a container is limited to. */
  readonly memory: number
  /** Processors that may be used. */
  readonly processors: number
  /** The working folder, absolute. */
  readonly folder: string
  readonly home: string
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly errors: NodeJS.WriteStream
  readonly files: Files
  /** Never throws and never outlasts its time: whatever the program started is killed with it. */
  readonly run: (
    program: string,
    args: readonly string[],
    timeoutMilliseconds: number,
    /** Ends it early. */
    signal?: AbortSignal,
  ) => Promise<ProcessResult>
  /**
   * A program whose output is passed on as it comes, both to our own streams and to a listener. It hears Ctrl-C from the
   * terminal itself; other signals that we get are passed on to it. Gives its exit code, or 128 + the signal that ended it.
   */
  readonly follow: (program: string, args: readonly string[], listener: (bytes: Uint8Array) => void) => Promise<number>
  /** Hears Ctrl-C where the terminal sends it as a signal, until `stop`; whoever hears it ends the program. */
  readonly onInterrupt: (listener: () => void) => { readonly stop: () => void }
  /** This process. */
  readonly pid: number
  /** The name of this machine. */
  readonly machine: string
  /** Whether a process of this machine still runs. */
  readonly alive: (pid: number) => boolean
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

/** Links are followed to their end, and no further than Linux follows them. */
function realPath(path: string, followed = 0): string {
  try {
    return realpathSync(path)
  } catch {
    try {
      const next = resolve(dirname(path), readlinkSync(path))
      return followed < 40 ? realPath(next, followed + 1) : path
    } catch {
      return path
    }
  }
}

/** Node can neither read nor write extended attributes; GNU cp can, and where there is none they are lost. */
function resemble(model: string, path: string, mode: number): void {
  const { uid, gid } = statSync(model)
  const mine = statSync(path)
  if (uid !== mine.uid || gid !== mine.gid) {
    try {
      chownSync(path, uid, gid)
    } catch {
      // Only the superuser may give a file away.
    }
  }
  if (process.platform === 'linux')
    process
      .getBuiltinModule('node:child_process')
      .spawnSync('cp', ['--attributes-only', '--preserve=xattr', '--', model, path], {
        stdio: 'ignore',
        timeout: 5_000,
      })
  chmodSync(path, mode)
}

/** A file of the kernel, such as `/proc/kmsg`, may wait for ever for something to tell; asked not to wait, it says so. */
function readWhole(path: string): Uint8Array {
  if (!statSync(path).isFile()) return readFileSync(path)
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

const files: Files = {
  status: (path) => {
    try {
      const found = statSync(path)
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
      const identity = `${found.dev}:${found.ino}`
      const links = found.isFile() ? found.nlink : 1
      return { kind, size: found.size, mode: found.mode & 0o7777, changed: found.mtimeMs, links, identity }
    } catch (error) {
      if (missing(error)) return undefined
      throw error
    }
  },
  room: (path) => {
    try {
      const { bavail, bsize } = statfsSync(path)
      return bavail * bsize
    } catch {
      return undefined
    }
  },
  read: readWhole,
  readPart: (path, offset, length) => {
    const file = openSync(path, 'r')
    try {
      const bytes = new Uint8Array(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
    } finally {
      closeSync(file)
    }
  },
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
  overwrite: (path, bytes) => {
    const file = openSync(path, 'r+')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at)
      ftruncateSync(file, bytes.length)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  },
  resemble,
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
  real: (path) => realPath(path),
}

/** Characters of an answer that are kept; no tool that is asked for facts says more. */
const most = 4_000_000

/**
 * A program's answer. It gets a group of its own, so that a wrapper that hangs takes with it what it started; the pipes are
 * let go even where something holds them open, since a driver in trouble can leave a process that no signal ends.
 */
async function run(
  program: string,
  args: readonly string[],
  timeout: number,
  signal?: AbortSignal,
): Promise<ProcessResult> {
  const { spawn } = await import('node:child_process')
  return new Promise((resolve) => {
    const grouped = process.platform !== 'win32'
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: grouped, windowsHide: true })
    const said = { output: '', errors: '' }
    let over = false
    const end = (code: number | null): void => {
      if (over) return
      over = true
      clearTimeout(timer)
      process.removeListener('exit', kill)
      kill()
      child.stdout.destroy()
      child.stderr.destroy()
      child.unref()
      resolve({ code, ...said })
    }
    const kill = (): void => {
      try {
        // Node would send the signal of a child that never started to whatever number stands in memory: to 0, which is
        // all of our own group, or to a stranger.
        if (child.pid !== undefined) {
          if (grouped) process.kill(-child.pid, 'SIGKILL')
          else child.kill('SIGKILL')
        }
      } catch {
        // It has ended already, with all that it started.
      }
    }
    // A signal that ends lora-wizard must not leave an unwatched run behind.
    process.on('exit', kill)
    const timer = setTimeout(() => end(null), timeout)
    for (const [stream, name] of [[child.stdout, 'output'] as const, [child.stderr, 'errors'] as const]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => {
        if (said[name].length + text.length <= most) said[name] += text
        else end(null)
      })
    }
    signal?.addEventListener('abort', () => end(null), { once: true })
    if (signal?.aborted) end(null)
    child.on('error', () => end(null))
    child.on('close', (code) => end(code))
  })
}

const signalNumbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }

async function follow(
  program: string,
  args: readonly string[],
  listener: (bytes: Uint8Array) => void,
): Promise<number> {
  const { spawn } = await import('node:child_process')
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'pipe'] })
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on('data', (bytes: Buffer) => {
        to.write(bytes)
        listener(bytes)
      })
    }
    const passed = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
      const others = process.listeners(name)
      process.removeAllListeners(name)
      // Ctrl-C reaches the whole group of the terminal: the child has it already, and ends the run itself.
      const pass = () => name !== 'SIGINT' && child.kill(name)
      process.on(name, pass)
      return () => {
        process.removeListener(name, pass)
        for (const one of others) process.on(name, one as () => void)
      }
    })
    let over = false
    const end = (code: number) => {
      if (over) return
      over = true
      for (const restore of passed) restore()
      resolve(code)
    }
    child.on('error', () => end(127))
    child.on('close', (code, signal) => end(code ?? 128 + (signalNumbers[signal as NodeJS.Signals] ?? 9)))
  })
}

/** What a container may use where that is less than the machine has; no limit is told as a very large number or as 0. */
function memoryToUse(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/** Who hears Ctrl-C; nobody, and the program ends at once. */
const hearers: (() => void)[] = []

/** What Ctrl-C does to this process. */
export function interrupted(): void {
  const hearer = hearers.at(-1)
  if (hearer) hearer()
  else process.exit(130)
}

/** The working folder. One that was removed under us still has a name, and whoever uses it hears that nothing is there. */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return process.env.PWD ?? '/'
  }
}

/** What the environment calls home, or the system does where the environment is silent. */
function homeFolder(): string {
  try {
    return process.env.HOME || process.env.USERPROFILE || homedir()
  } catch {
    return workingFolder()
  }
}

/** This machine. */
export const realHost = (): Host => ({
  environment: process.env,
  platform: process.platform,
  get memory() {
    return memoryToUse()
  },
  get processors() {
    return availableParallelism()
  },
  folder: workingFolder(),
  home: homeFolder(),
  get input() {
    return process.stdin
  },
  output: process.stdout,
  errors: process.stderr,
  files,
  run,
  follow,
  onInterrupt: (listener) => {
    hearers.push(listener)
    return { stop: () => void hearers.splice(hearers.indexOf(listener), 1) }
  },
  pid: process.pid,
  get machine() {
    return hostname()
  },
  alive: (pid) => {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      // Not ours to signal, but there.
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
  },
  now: () => Date.now(),
  sleep: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
  },
  chance: () => Math.random().toString(36).slice(2, 10),
})
