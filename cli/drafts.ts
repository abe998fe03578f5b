/** The session of a working folder, kept so that it can go on later. */
import { dirname, join } from 'node:path'
import { keep, revive, type Session } from '../shared/session.ts'
import type { Host } from './host.ts'
import { replaceFile } from './write-files.ts'

/** Where programs of this platform keep what survives a restart but is not worth a backup. */
function stateFolder({ environment, platform, home }: Host): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = environment
  if (state?.startsWith('/')) return join(state, 'lora-wizard')
  if (platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'lora-wizard')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'lora-wizard')
  return join(home, '.local', 'state', 'lora-wizard')
}

/** FNV-1a, 64 bits: names a folder by a short text. Nothing secret hangs on it, and Node's crypto would slow every start. */
function shortName(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}

const pathOf = (host: Host): string => join(stateFolder(host), `${shortName(host.files.real(host.folder))}.json`)

/** The draft of the working folder; one that cannot be read is no draft. */
export function draftOf(host: Host): Session | undefined {
  try {
    return revive(new TextDecoder().decode(host.files.read(pathOf(host))))
  } catch {
    return undefined
  }
}

/** Keeps a session. Never throws: a full disk must not end the questions. */
export function keepDraft(host: Host, session: Session): void {
  try {
    const path = pathOf(host)
    host.files.makeFolder(dirname(path), 0o700)
    replaceFile(host, path, keep(session), 0o600)
  } catch {
    // The questions go on; what cannot be kept is lost only if they are left.
  }
}

/** Drops the draft; whether there was one. */
export function dropDraft(host: Host): boolean {
  try {
    const path = pathOf(host)
    if (!host.files.status(path)) return false
    host.files.remove(path)
    return true
  } catch {
    return false
  }
}
