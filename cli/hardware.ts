/** This machine, asked: the vendors' tools, the memory and disk, and the Python at hand; never fails and never waits long. */
import { join } from 'node:path'
import type { Answers as ProbeAnswers } from '../shared/detectors/detector.ts'
import { detectors } from '../shared/detectors/index.ts'
import { type Hardware, type Package, type Python, packages } from '../shared/hardware.ts'
import type { Host } from './host.ts'
import { clean } from './print/text.ts'

/** Milliseconds that one tool is waited for. */
const patience = 3000

interface Asked {
  readonly text: string | undefined
  /** It did not answer in time. */
  readonly slow: boolean
}

async function ask(
  host: Host,
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
  most = patience,
): Promise<Asked> {
  const since = host.now()
  const { code, output } = await host.run(program, args, most, signal)
  return { text: code === 0 ? output : undefined, slow: code === null && host.now() - since >= most - 50 }
}

/**
 * Reads package metadata and imports nothing of it: importing torch takes seconds and touches the cards. The working folder
 * is taken off the path first, so that no file in it is run.
 */
const script = `
import sys
sys.path = [place for place in sys.path if place not in ('', '.')]
import json
try:
    from importlib import metadata
except ImportError:
    metadata = None
def version(name):
    try:
        return metadata.version(name)
    except Exception:
        return None
print(json.dumps({'path': sys.executable, 'version': '.'.join(map(str, sys.version_info[:3])), 'packages': {name: version(name) for name in sys.argv[1:]}}))
`

/** Where a Python may be, the one of the active environment first. */
function interpreters({ environment, platform }: Host): readonly string[] {
  const inside = (folder: string | undefined) =>
    folder ? [platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')] : []
  return [...inside(environment.VIRTUAL_ENV), 'python3', 'python']
}

function pythonIn(text: string | undefined): Python | undefined {
  try {
    const said = JSON.parse(text?.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
    const { path, version, packages: found } = said
    if (typeof path !== 'string' || typeof version !== 'string' || typeof found !== 'object' || !found) return undefined
    const versionOf = (name: Package): string | null => {
      const one = (found as Record<string, unknown>)[name]
      return typeof one === 'string' ? clean(one) : null
    }
    return {
      path: clean(path),
      version: clean(version),
      packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])) as Record<Package, string | null>,
    }
  } catch {
    return undefined
  }
}

/** The cards alone: what the wizard asks for behind its first screen. `signal` ends it early. */
export async function detectDevices(
  host: Host,
  signal?: AbortSignal,
): Promise<Pick<Hardware, 'devices' | 'links' | 'silent'>> {
  const readings = await Promise.all(
    detectors.map(async ({ probes, read }) => {
      const asked = await Promise.all(
        probes.map(async ({ id, command: [program, ...args] }) => {
          const answer = await ask(host, program, args, signal)
          return { id, program, ...answer }
        }),
      )
      const answers: ProbeAnswers = Object.fromEntries(asked.map(({ id, text }) => [id, text]))
      return { ...read(answers), silent: asked.filter(({ slow }) => slow).map(({ program }) => program) }
    }),
  )
  return {
    devices: readings.flatMap(({ devices }) => devices),
    links: readings.flatMap(({ links }) => links),
    silent: [...new Set(readings.flatMap(({ silent }) => silent))],
  }
}

/** `pythonPatience`: milliseconds for Python, which a busy machine starts slowly. */
export async function detectHardware(host: Host, pythonPatience = patience): Promise<Hardware> {
  const [found, pythons] = await Promise.all([
    detectDevices(host),
    Promise.all(
      interpreters(host).map((program) => ask(host, program, ['-c', script, ...packages], undefined, pythonPatience)),
    ),
  ])
  return {
    ...found,
    memory: host.memory,
    processors: host.processors,
    disk: host.files.room(host.folder) ?? null,
    python: pythons.flatMap(({ text }) => pythonIn(text) ?? [])[0] ?? null,
  }
}
