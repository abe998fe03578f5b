/** Several files, all or none: whoever looks sees each file as it was or as it will be, never half of it. */
import { dirname, join, resolve } from 'node:path'
import type { EmittedFile } from '../shared/emitters/emitter.ts'
import type { Standing } from './face.ts'
import type { Host } from './host.ts'
import { UserError } from './user-error.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The reason of a failed call in a word the user may search for, e.g. `ENOSPC`. */
const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Whether an error came from the file system and not from a mistake of ours. */
const fromSystem = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException).code === 'string'

/** The folder files go to, or the reason why it cannot be that. Nothing is made. */
export function usableFolder(host: Host, out: string): string {
  const folder = resolve(host.folder, out)
  let path = folder
  for (;;) {
    const standing = statusOf(host, path)
    if (standing?.kind === 'folder') return folder
    if (standing) throw new UserError('folder-unusable', { path, reason: 'ENOTDIR' })
    const parent = dirname(path)
    if (parent === path) throw new UserError('folder-unusable', { path, reason: 'ENOENT' })
    path = parent
  }
}

function statusOf(host: Host, path: string) {
  try {
    return host.files.status(path)
  } catch (error) {
    throw new UserError('folder-unusable', { path, reason: reasonOf(error) })
  }
}

/** What stands where each file would go. */
export function standingOf(host: Host, folder: string, files: readonly EmittedFile[]): readonly Standing[] {
  return files.map((file) => ({ file, before: textAt(host, join(folder, file.path)) }))
}

function textAt(host: Host, path: string): string | undefined {
  const standing = statusOf(host, path)
  if (!standing) return undefined
  if (standing.kind !== 'file') throw new UserError('folder-unusable', { path, reason: 'EISDIR' })
  try {
    return decoder.decode(host.files.read(path))
  } catch (error) {
    throw new UserError('file-unreadable', { path, reason: reasonOf(error) })
  }
}

/** The longest another instance is waited for, and the age at which what it left behind no longer counts, milliseconds. */
const patience = 5_000
const stale = 30_000

/** Holds a folder for oneself while doing something, so that the files of two instances never mix. */
function alone<T>(host: Host, folder: string, action: () => T): T {
  const { files } = host
  const lock = join(folder, '.lora-wizard.lock')
  const since = host.now()
  for (;;) {
    try {
      files.create(lock, new Uint8Array(), 0o600)
      break
    } catch (error) {
      if (reasonOf(error) !== 'EEXIST') {
        // It may be there all the same: a full disk can refuse after the name was made.
        files.remove(lock)
        throw error
      }
      const held = files.status(lock)
      if (held && host.now() - held.changed > stale) files.remove(lock)
      else if (host.now() - since > patience) throw new UserError('busy-folder', { path: folder, lock })
      else host.sleep(25)
    }
  }
  try {
    return action()
  } finally {
    files.remove(lock)
  }
}

interface Prepared {
  readonly target: string
  readonly temporary: string
  readonly backup: string
  readonly existed: boolean
}

/**
 * Writes what differs. Everything is on the disk under temporary names before the first file takes its place; where one
 * cannot, those that had are put back. What stands there must still be what the user agreed to replace.
 */
export function writeFiles(host: Host, folder: string, standings: readonly Standing[]): readonly string[] {
  const { files } = host
  try {
    files.makeFolder(folder)
  } catch (error) {
    throw new UserError('folder-unusable', { path: folder, reason: reasonOf(error) })
  }
  try {
    return alone(host, folder, () => {
      for (const { file, before } of standings) {
        const now = textAt(host, join(folder, file.path))
        if (now !== before && now !== file.text) throw new UserError('would-overwrite', { files: [file.path], folder })
      }
      const changed = standings.filter(({ file, before }) => file.text !== before)
      place(
        host,
        folder,
        changed.map(({ file }) => file),
      )
      return changed.map(({ file }) => file.path)
    })
  } catch (error) {
    if (error instanceof UserError || !fromSystem(error)) throw error
    throw new UserError('write-failed', { path: folder, reason: reasonOf(error) })
  }
}

function place(host: Host, folder: string, emitted: readonly EmittedFile[]): void {
  const { files } = host
  const mark = `${host.chance()}.tmp`
  const prepared: Prepared[] = []
  const placed: Prepared[] = []
  try {
    for (const file of emitted) {
      // A link is followed: the file it leads to is replaced, beside which the temporary one must stand.
      const target = files.real(join(folder, file.path))
      const temporary = join(dirname(target), `.lora-wizard.${file.path}.${mark}`)
      const standing = files.status(target)
      const one = { target, temporary, backup: `${temporary}.before`, existed: standing !== undefined }
      prepared.push(one)
      const mode = file.executable ? 0o755 : (standing?.mode ?? 0o644)
      files.create(temporary, encoder.encode(file.text), mode)
    }
    for (const one of prepared) if (one.existed) keepBackup(host, one)
    for (const one of prepared) {
      files.rename(one.temporary, one.target)
      placed.push(one)
    }
  } catch (error) {
    for (const { target, backup, existed } of placed) {
      if (existed) files.rename(backup, target)
      else files.remove(target)
    }
    throw error
  } finally {
    for (const { temporary, backup } of prepared) {
      files.remove(temporary)
      files.remove(backup)
    }
  }
  for (const parent of new Set(prepared.map(({ target }) => dirname(target)))) files.settleFolder(parent)
}

/** A second name needs no room on the disk; where a file system has no second names, a copy does. */
function keepBackup({ files }: Host, { target, backup }: Prepared): void {
  try {
    files.link(target, backup)
  } catch {
    files.create(backup, files.read(target), 0o600)
  }
}

/** One file of our own, e.g. a draft: replaced whole or not at all. */
export function replaceFile({ files, chance }: Host, path: string, text: string, mode: number): void {
  const temporary = `${path}.${chance()}.tmp`
  try {
    files.create(temporary, encoder.encode(text), mode)
    files.rename(temporary, path)
  } catch (error) {
    files.remove(temporary)
    throw error
  }
}
