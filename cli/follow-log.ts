/** A log file, a folder of a run or standard input → the history of the run, read piece by piece and followed while it grows. */
import { basename, join } from 'node:path'
import { fold } from '../shared/training/fold.ts'
import type { History } from '../shared/training/history.ts'
import { logReader } from '../shared/training/log.ts'
import { tensorboardRecords } from '../shared/training/tensorboard.ts'
import { trainerStateHistory } from '../shared/training/trainer-state.ts'
import type { Host } from './host.ts'
import { UserError } from './user-error.ts'

/** Bytes read at once. */
const piece = 1 << 20
/** A trainer state or an event file larger than this isn't one. */
const largestWhole = 512 * 2 ** 20
/** Folders below the one that is named that are looked into. */
const deepest = 3

export interface Followed {
  readonly path: string
  /** Reads what is new; whether there was anything. */
  readonly readOn: () => boolean
  readonly history: () => History
  /** The history with the last line, which may have no end: nothing is read after this. */
  readonly last: () => History
}

const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Files below a folder with the time of their last change; what can't be listed is left out. */
function filesBelow(
  host: Host,
  folder: string,
  depth = 0,
): readonly { readonly path: string; readonly changed: number }[] {
  let names: readonly string[]
  try {
    names = host.files.list(folder)
  } catch {
    return []
  }
  return names.flatMap((name) => {
    const path = join(folder, name)
    try {
      const status = host.files.status(path)
      if (status?.kind === 'file') return [{ path, changed: status.changed }]
      return status?.kind === 'folder' && depth < deepest ? filesBelow(host, path, depth + 1) : []
    } catch {
      return []
    }
  })
}

/** In a folder: the newest log, else the newest event file of TensorBoard, else the newest trainer state. */
function logIn(host: Host, folder: string): string {
  const files = [...filesBelow(host, folder)].sort((one, other) => other.changed - one.changed)
  const kinds = [/\.(?:log|out)$/, /^events\.out\.tfevents\./, /^trainer_state\.json$/]
  for (const kind of kinds) {
    const found = files.find(({ path }) => kind.test(basename(path)))
    if (found) return found.path
  }
  throw new UserError('no-log', { folder })
}

/** A file whose text is read in order; begins again if the file becomes shorter or another takes its name. */
function textFile(host: Host, path: string): Followed {
  let reader = logReader()
  let decoder = new TextDecoder()
  let offset = 0
  let identity: string | undefined
  return {
    path,
    readOn: () => {
      const status = host.files.status(path)
      if (!status) return false
      if ((identity !== undefined && status.identity !== identity) || status.size < offset) {
        reader = logReader()
        decoder = new TextDecoder()
        offset = 0
      }
      identity = status.identity
      let any = false
      for (;;) {
        const bytes = host.files.readPart(path, offset, piece)
        if (bytes.length === 0) break
        offset += bytes.length
        reader.push(decoder.decode(bytes, { stream: true }))
        any = true
        // Of a file that grows faster than it is read, the part that was there is read first.
        if (offset >= status.size) break
      }
      return any
    },
    history: () => reader.history(),
    last: () => {
      reader.end()
      return reader.history()
    },
  }
}

/** A file that is read whole each time it changes. */
function wholeFile(host: Host, path: string, read: (bytes: Uint8Array) => History | undefined): Followed {
  let changed = -1
  let history = fold().history()
  return {
    path,
    readOn: () => {
      const status = host.files.status(path)
      if (!status || status.changed === changed) return false
      if (status.size > largestWhole) throw new UserError('file-unreadable', { path, reason: 'EFBIG' })
      changed = status.changed
      // A file that is being written may be half there; the next look finds it whole.
      history = read(host.files.read(path)) ?? history
      return true
    },
    history: () => history,
    last: () => history,
  }
}

function eventHistory(bytes: Uint8Array): History {
  const into = fold()
  for (const record of tensorboardRecords(bytes)) into.add(record)
  return into.history()
}

/** What a path names: a log, an event file, a trainer state, or a folder that holds one. */
export function followed(host: Host, given: string): Followed {
  let path = given
  try {
    const status = host.files.status(path)
    if (!status) throw new UserError('file-missing', { path })
    if (status.kind === 'folder') path = logIn(host, path)
    else if (status.kind === 'other') throw new UserError('file-unreadable', { path, reason: 'ENOTSUP' })
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError('file-unreadable', { path, reason: reason(error) })
  }
  const name = basename(path)
  if (name.startsWith('events.out.tfevents.')) return wholeFile(host, path, eventHistory)
  if (name.endsWith('.json'))
    return wholeFile(host, path, (bytes) => trainerStateHistory(new TextDecoder().decode(bytes)))
  return textFile(host, path)
}

/** Reads standard input to its end; `changed` is told after every piece. */
export async function readInput(host: Host, changed: (history: () => History) => void): Promise<History> {
  const reader = logReader()
  const decoder = new TextDecoder()
  for await (const bytes of host.input) {
    reader.push(typeof bytes === 'string' ? bytes : decoder.decode(bytes as Uint8Array, { stream: true }))
    changed(reader.history)
  }
  reader.end()
  return reader.history()
}
