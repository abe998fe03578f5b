/** The journal of a write: what a run that was killed had begun, so that the next one finishes or undoes it. */
import { basename, dirname, join } from 'node:path'
import type { Host } from './host.ts'

/**
 * Names only, no paths: a journal may come from somebody else, in a repository for example, and must not lead outside of
 * its folder.
 */
export interface Journal {
  readonly version: 1
  /** What the temporary names of this write end with. */
  readonly mark: string
  /** Whether every file was on the disk under its temporary name, so that the write is finished and not undone. */
  readonly complete: boolean
  readonly files: readonly JournalFile[]
}

export interface JournalFile {
  readonly name: string
  readonly existed: boolean
  /** Written into instead of replaced, since it has other names that would keep the old text. */
  readonly inPlace: boolean
}

/** Where a file of a write is, where it waits, and where its old text is kept. */
export interface Places {
  readonly target: string
  readonly temporary: string
  readonly backup: string
}

/** A link is followed: the file it leads to is replaced, beside which the temporary one must be. */
export function placesOf({ files }: Host, folder: string, name: string, mark: string): Places {
  const target = files.real(join(folder, name))
  const temporary = join(dirname(target), `.lora-wizard.${name}.${mark}.tmp`)
  return { target, temporary, backup: `${temporary}.before` }
}

const pathOf = (folder: string): string => join(folder, '.lora-wizard.journal')

/** Writes the journal whole. */
export function writeJournal(host: Host, folder: string, journal: Journal): void {
  const { files } = host
  const path = pathOf(folder)
  const temporary = `${path}.${journal.mark}`
  try {
    files.create(temporary, new TextEncoder().encode(JSON.stringify(journal)), 0o600)
    files.rename(temporary, path)
    files.settleFolder(folder)
  } catch (error) {
    files.remove(temporary)
    throw error
  }
}

export const removeJournal = ({ files }: Host, folder: string): void => files.remove(pathOf(folder))

function readJournal({ files }: Host, folder: string): Journal | undefined {
  const path = pathOf(folder)
  if (files.status(path)?.kind !== 'file') return undefined
  try {
    const found = JSON.parse(new TextDecoder().decode(files.read(path))) as Journal
    const sound =
      found.version === 1 &&
      /^[a-z0-9]+$/.test(found.mark) &&
      found.files.every(({ name }) => typeof name === 'string' && name !== '' && name === basename(name))
    return sound ? found : undefined
  } catch {
    return undefined
  }
}

/** Whether an earlier run left something to finish or to undo. */
export const unfinished = ({ files }: Host, folder: string): boolean => {
  try {
    return files.status(pathOf(folder)) !== undefined
  } catch {
    return false
  }
}

/** Finishes or undoes what a killed run left. Whoever calls has the folder's lock. */
export function recover(host: Host, folder: string): void {
  const { files } = host
  for (const name of files.list(folder)) {
    // Whoever wrote this has no lock any more.
    if (basename(name).startsWith('.lora-wizard.journal.')) files.remove(join(folder, basename(name)))
  }
  if (!unfinished(host, folder)) return
  const journal = readJournal(host, folder)
  for (const one of journal?.files ?? []) {
    const places = placesOf(host, folder, one.name, journal?.mark ?? '')
    if (journal?.complete && files.status(places.temporary) && untouched(host, one, places)) put(host, one, places)
    files.remove(places.temporary)
    files.remove(places.backup)
  }
  removeJournal(host, folder)
}

/** Whether the user has not changed the file since the run was killed; if they have, their text stays. */
function untouched({ files }: Host, { existed, inPlace }: JournalFile, { target, backup }: Places): boolean {
  // What was written into may hold half of each text, and only the new one is whole.
  if (inPlace) return true
  if (!existed) return files.status(target) === undefined
  if (!files.status(target) || !files.status(backup)) return false
  return Buffer.compare(Buffer.from(files.read(target)), Buffer.from(files.read(backup))) === 0
}

/** Puts a prepared file in its place. */
export function put({ files }: Host, { inPlace }: JournalFile, { target, temporary }: Places): void {
  if (inPlace) files.overwrite(target, files.read(temporary))
  else files.rename(temporary, target)
}
