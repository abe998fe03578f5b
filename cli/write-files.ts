/** Several files, all or none: whoever looks sees each file as it was or as it will be, never half of it. */
import { dirname, join, resolve } from 'node:path'
import type { EmittedFile } from '../shared/emitters/emitter.ts'
import type { Standing } from './face.ts'
import { alone } from './folder-lock.ts'
import type { Host, Status } from './host.ts'
import { fromSystem, reasonOf } from './system-error.ts'
import { UserError } from './user-error.ts'
import {
  type Journal,
  type JournalFile,
  type Places,
  placesOf,
  put,
  recover,
  removeJournal,
  unfinished,
  writeJournal,
} from './write-journal.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

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

/** Finishes or undoes what an earlier run left when it was killed. A folder that cannot be written to is left as it is. */
function settle(host: Host, folder: string): void {
  if (!unfinished(host, folder)) return
  try {
    alone(host, folder, () => recover(host, folder))
  } catch (error) {
    if (!(error instanceof UserError) && !fromSystem(error)) throw error
  }
}

/** What stands where each file would go. */
export function standingOf(host: Host, folder: string, files: readonly EmittedFile[]): readonly Standing[] {
  settle(host, folder)
  return files.map((file) => ({ file, before: textAt(host, join(folder, file.path)) }))
}

function textAt(host: Host, path: string): string | undefined {
  const standing = statusOf(host, path)
  if (!standing) return undefined
  if (standing.kind !== 'file')
    throw new UserError('file-unreadable', { path, reason: standing.kind === 'folder' ? 'EISDIR' : 'ENOTSUP' })
  try {
    return decoder.decode(host.files.read(path))
  } catch (error) {
    throw new UserError('file-unreadable', { path, reason: reasonOf(error) })
  }
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
      recover(host, folder)
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

interface Prepared extends Places {
  readonly entry: JournalFile
  readonly file: EmittedFile
  readonly before: Status | undefined
}

/** Until every file is on the disk the journal says undo, from then on finish: a run that is killed leaves all or none. */
function place(host: Host, folder: string, emitted: readonly EmittedFile[]): void {
  const { files } = host
  if (emitted.length === 0) return
  const mark = host.chance()
  const prepared = emitted.map((file): Prepared => {
    const places = placesOf(host, folder, file.path, mark)
    const before = files.status(places.target)
    const entry = { name: file.path, existed: before !== undefined, inPlace: (before?.links ?? 1) > 1 }
    return { ...places, entry, file, before }
  })
  const journal: Journal = { version: 1, mark, complete: false, files: prepared.map(({ entry }) => entry) }
  const placed: Prepared[] = []
  try {
    writeJournal(host, folder, journal)
    for (const one of prepared) prepare(host, one)
    for (const one of prepared) if (one.entry.existed) keepBackup(host, one)
    writeJournal(host, folder, { ...journal, complete: true })
    for (const one of prepared) {
      // Half of a text may have been written into a file; a renamed one is whole or not there.
      if (one.entry.inPlace) placed.push(one)
      put(host, one.entry, one)
      if (!one.entry.inPlace) placed.push(one)
    }
  } catch (error) {
    for (const one of placed) undo(host, one)
    throw error
  } finally {
    for (const { temporary, backup } of prepared) {
      files.remove(temporary)
      files.remove(backup)
    }
    removeJournal(host, folder)
  }
  for (const parent of new Set(prepared.map(({ target }) => dirname(target)))) files.settleFolder(parent)
}

/** A script can be started by whoever can read it; for the rest, a file keeps its permissions, and a private one stays private. */
const executable = (mode: number): number => mode | ((mode & 0o444) >> 2)

function prepare({ files }: Host, { target, temporary, file, before }: Prepared): void {
  const mode = before ? (file.executable ? executable(before.mode) : before.mode) : file.executable ? 0o755 : 0o644
  files.create(temporary, encoder.encode(file.text), mode)
  if (before) files.resemble(target, temporary, mode)
}

function undo({ files }: Host, { target, backup, entry }: Prepared): void {
  if (!entry.existed) files.remove(target)
  else if (!files.status(backup)) return
  else if (entry.inPlace) files.overwrite(target, files.read(backup))
  else files.rename(backup, target)
}

/** A second name needs no room on the disk. Where a file system has none, or the file itself will change, a copy is kept. */
function keepBackup({ files }: Host, { target, backup, entry }: Prepared): void {
  const copy = () => files.create(backup, files.read(target), 0o600)
  if (entry.inPlace) {
    copy()
    return
  }
  try {
    files.link(target, backup)
  } catch {
    copy()
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
