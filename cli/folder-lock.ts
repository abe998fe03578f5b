/** A lock file that one instance at a time has, so that the files of two instances never mix. */
import { basename, join } from 'node:path'
import type { Host } from './host.ts'
import { reasonOf } from './system-error.ts'
import { UserError } from './user-error.ts'

/** Who has the lock. */
interface Holder {
  readonly pid: number
  readonly machine: string
}

/** The longest another instance is waited for, milliseconds. */
const patience = 5_000
/** The age at which a lock of another machine no longer counts, milliseconds: whether its process lives cannot be asked. */
const stale = 30_000

/** Does something while no other instance writes to the folder. */
export function alone<T>(host: Host, folder: string, action: () => T): T {
  const lock = join(folder, '.lora-wizard.lock')
  hold(host, folder, lock)
  try {
    sweep(host, folder, lock)
    return action()
  } finally {
    host.files.remove(lock)
  }
}

function hold(host: Host, folder: string, lock: string): void {
  const { files } = host
  const mine = `${lock}.${host.chance()}`
  const holder: Holder = { pid: host.pid, machine: host.machine }
  const bytes = new TextEncoder().encode(JSON.stringify(holder))
  try {
    files.create(mine, bytes, 0o644)
    const since = host.now()
    while (!taken(host, mine, lock, bytes)) {
      if (abandoned(host, mine, lock)) continue
      if (host.now() - since > patience) throw new UserError('busy-folder', { path: folder, lock })
      host.sleep(25)
    }
  } finally {
    files.remove(mine)
  }
}

/** A second name for a whole file is there at once, with its content, or not at all. */
function taken({ files }: Host, mine: string, lock: string, bytes: Uint8Array): boolean {
  const present = (error: unknown) => reasonOf(error) === 'EEXIST'
  try {
    files.link(mine, lock)
    return true
  } catch (error) {
    if (present(error)) return false
  }
  // A file system without second names.
  try {
    files.create(lock, bytes, 0o644)
    return true
  } catch (error) {
    if (present(error)) return false
    files.remove(lock)
    throw error
  }
}

/** Removes a lock whose process is gone, and says whether it did. */
function abandoned(host: Host, mine: string, lock: string): boolean {
  const { files } = host
  const standing = files.status(lock)
  if (!standing) return true
  const holder = holderOf(host, lock)
  if (holder && holder.machine === host.machine) {
    if (host.alive(holder.pid)) return false
  } else {
    // Both dates are of the disk's own clock, which may differ from ours; a date in the future is none.
    const now = files.status(mine)?.changed ?? host.now()
    if (Math.abs(now - standing.changed) <= stale) return false
  }
  const gone = `${lock}.${host.chance()}`
  try {
    files.rename(lock, gone)
  } catch {
    // Another instance was faster.
    return true
  }
  try {
    // What was renamed may be the lock of an instance that was faster: it gets its lock back.
    if (files.status(gone)?.identity !== standing.identity) files.link(gone, lock)
  } catch {
    // A third instance has the lock by now.
  }
  files.remove(gone)
  return true
}

/** Removes what instances left that were killed while they asked for the lock. */
function sweep(host: Host, folder: string, lock: string): void {
  const { files } = host
  const begin = `${basename(lock)}.`
  for (const name of files.list(folder)) {
    const path = join(folder, basename(name))
    if (!basename(name).startsWith(begin)) continue
    const holder = holderOf(host, path)
    if (!holder || (holder.machine === host.machine && !host.alive(holder.pid))) files.remove(path)
  }
}

function holderOf({ files }: Host, lock: string): Holder | undefined {
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(files.read(lock)))
    if (typeof found !== 'object' || found === null || !('pid' in found) || !('machine' in found)) return undefined
    const { pid, machine } = found
    return Number.isSafeInteger(pid) && Number(pid) > 0 && typeof machine === 'string'
      ? { pid: Number(pid), machine }
      : undefined
  } catch {
    // Gone meanwhile, or written by an older version, which wrote nothing into it.
    return undefined
  }
}
