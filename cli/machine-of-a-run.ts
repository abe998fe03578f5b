/** What a run needs of the machine that starts it, asked once: paths, packages, login, disk, port, GPUs. */
import { join, resolve } from 'node:path'
import type { Run } from '../shared/config.ts'
import type { Machine } from '../shared/rehearsal/preflight.ts'
import { requirements } from '../shared/requirements.ts'
import { detectHardware } from './hardware.ts'
import type { Host } from './host.ts'

/** Milliseconds that a question to Python may take on a busy machine. */
const patience = 60_000

const versionsScript = `
import json, sys
from importlib import metadata
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        found[name] = None
print(json.dumps(found))
`
const portScript = `
import socket, sys
with socket.socket() as one:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("", int(sys.argv[1])))
`

export interface Found {
  readonly machine: Machine
  /** The Python of the active environment, absolute. */
  readonly python: string | undefined
}

export async function machineOf(host: Host, run: Run, folder: string): Promise<Found> {
  const { environment, files, home } = host
  const hardware = await detectHardware(host, patience)
  const python = hardware.python?.path
  const ask = (script: string, words: readonly string[]) =>
    python === undefined ? undefined : host.run(python, ['-c', script, ...words], patience)
  const names = requirements(run).map((one) => /^[\w-]+/.exec(one)?.[0] ?? one)
  const [said, bound] = await Promise.all([
    ask(versionsScript, names),
    ask(portScript, [String(run.config['accelerate.main_process_port'] ?? 29500)]),
  ])
  let packages: Machine['packages']
  try {
    packages = said ? (JSON.parse(said.output) as Record<string, string | null>) : undefined
  } catch {
    packages = undefined
  }
  const cache = environment.HF_HOME ?? join(home, '.cache', 'huggingface')
  const model = run.config['model.id']
  const isThere = (path: string) => {
    try {
      return files.status(path) !== undefined
    } catch {
      return false
    }
  }
  return {
    python,
    machine: {
      exists: (path) => isThere(resolve(folder, path)),
      packages,
      room: files.room(folder),
      hasModel:
        isThere(resolve(folder, model)) ||
        isThere(join(environment.HF_HUB_CACHE ?? join(cache, 'hub'), `models--${model.replaceAll('/', '--')}`)),
      hasLogin: Boolean(environment.HF_TOKEN) || isThere(join(cache, 'token')),
      portIsFree: bound && bound.code === 0,
      gpus: hardware.devices.length,
    },
  }
}
