/** A release of a tool as Python sees it: the release and what it needs around it, unpacked and put on the path. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ToolId } from '../../shared/tools/tool.ts'
import { python, say, surroundings } from '../python-environment.ts'
import { type Recipe, recipes } from './recipes.ts'

const root = join(import.meta.dirname, '..', '..')
export const cache = join(root, '.cache', 'capture')

/**
 * The registry decides which files exist; a constraint of the machine must not hide a release. DeepSpeed of two years ago looks
 * for a package of Intel's where its setup is told of a CPU.
 */
const downloading = { ...surroundings, PIP_CONSTRAINT: '/dev/null', DS_ACCELERATOR: 'cuda' }

export interface Wanted {
  readonly tool: ToolId
  readonly release: string
}

export function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

/** Runs pip or another module of the environment's Python; the output only where it fails. */
export function ran(words: readonly string[], cwd = root): string {
  const done = spawnSync(python, ['-m', ...words], { cwd, env: downloading, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.status !== 0) fail(`python -m ${words.join(' ')} failed:\n${done.stderr || done.stdout}`)
  return done.stdout
}

/** The folder with a package unpacked in it; what was unpacked before is used again. */
function unpacked(name: string, only?: string): string {
  const folder = join(cache, name.replace('==', '-'))
  if (existsSync(folder)) return folder
  const beside = join(cache, `unpacking-${process.pid}`)
  rmSync(beside, { recursive: true, force: true })
  mkdirSync(join(beside, 'download'), { recursive: true })
  say(`   downloading ${name}`)
  // The smallest build of a large package is that of another system; one file of it is the same everywhere.
  const elsewhere = ['macosx_11_0_arm64', 'macosx_14_0_arm64'].flatMap((one) => ['--platform', one])
  const which = only ? [...elsewhere, '--only-binary=:all:'] : ['--no-build-isolation']
  ran(['pip', 'download', '--quiet', '--no-deps', ...which, '--dest', join(beside, 'download'), name])
  const [file] = readdirSync(join(beside, 'download'))
  const archive = join(beside, 'download', file ?? '')
  const whole = join(beside, 'whole')
  mkdirSync(whole)
  if (only) {
    const taken = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])'
    const done = spawnSync(python, ['-c', taken, archive, only, whole], { encoding: 'utf8' })
    if (done.status !== 0) fail(`${name} has no ${only}:\n${done.stderr}`)
  } else if (archive.endsWith('.whl')) ran(['zipfile', '-e', archive, whole])
  else ran(['tarfile', '-e', archive, whole])
  const inner = readdirSync(whole)
  renameSync(archive.endsWith('.whl') ? whole : join(whole, inner[0] ?? ''), folder)
  rmSync(beside, { recursive: true, force: true })
  return folder
}

/** Where Python finds the modules of an unpacked package: a source archive often has them one folder further down. */
function onPath(folder: string, source = 'src'): string {
  return existsSync(join(folder, source)) && !readdirSync(folder).some((name) => name.endsWith('.dist-info'))
    ? join(folder, source)
    : folder
}

const installed = new Map<string, string | undefined>()
/** The release of a package that the environment has. */
function installedRelease(name: string): string | undefined {
  if (!installed.has(name)) {
    const asked = 'import sys, importlib.metadata as m; print(m.version(sys.argv[1]))'
    const done = spawnSync(python, ['-c', asked, name], { encoding: 'utf8', env: surroundings })
    installed.set(name, done.status === 0 ? done.stdout.trim() : undefined)
  }
  return installed.get(name)
}

/** What a process needs to find one release, and what stands in for packages that are not needed. */
export function layersOf(
  { tool, release }: Wanted,
  more: readonly string[] = [],
): {
  readonly own: string | undefined
  readonly stubs: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
} {
  mkdirSync(cache, { recursive: true })
  const recipe: Recipe = recipes[tool]
  const needs = recipe.releases[release] ?? {}
  const own =
    installedRelease(recipe.package) === release ? [] : [unpacked(`${recipe.package}==${release}`, recipe.only)]
  const layers = [...more, ...(needs.layers ?? []), ...(recipe.layers ?? [])]
  const stubs = [...(needs.stubs ?? []), ...(recipe.stubs ?? [])]
  const path = [...(recipe.only ? [] : own), ...layers.map((name) => unpacked(name))].map((folder) => onPath(folder))
  return {
    own: own[0],
    stubs,
    environment: {
      ...surroundings,
      PYTHONPATH: path.join(':'),
      CUDA_VISIBLE_DEVICES: '',
      DISABLE_VERSION_CHECK: '1',
      CAPTURE_FOLDER: own[0] ?? '',
      CAPTURE_STUBS: stubs.join(' '),
    },
  }
}
