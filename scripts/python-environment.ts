/** The Python environment with the real tools, in .cache/real/venv: `test:real` judges in it, `capture` asks the tools in it. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const home = join(root, 'test', 'real')
/** `LORA_WIZARD_STACK=older`: the releases of half a year ago, for the judges of trainings. */
const older = process.env.LORA_WIZARD_STACK === 'older'
const venv = join(root, '.cache', 'real', older ? 'venv-older' : 'venv')
const ready = process.env.LORA_WIZARD_REAL_PYTHON
/** The Python of the environment, or one that somebody has ready with the same packages. */
export const python = ready ?? join(venv, 'bin', 'python')

/** What the tools must find around them, while they are installed and while they judge: no CUDA build, no network, no terminal. */
export const surroundings = {
  ...process.env,
  DS_BUILD_OPS: '0',
  DS_ACCELERATOR: 'cpu',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_INPUT: '1',
  PIP_ROOT_USER_ACTION: 'ignore',
  PYTHONDONTWRITEBYTECODE: '1',
  TRANSFORMERS_VERBOSITY: 'error',
  HF_HUB_OFFLINE: '1',
}

export const say = (text: string) => process.stdout.write(`${text}\n`)

/** Runs a command with its output shown; whether it went well. */
export function run(command: string, words: readonly string[]): boolean {
  say(`$ ${[command, ...words].join(' ')}`)
  return spawnSync(command, words, { cwd: root, env: surroundings, stdio: 'inherit' }).status === 0
}

/** The first Python that is new enough for the pinned tools. */
function findPython(): string | undefined {
  const wanted = process.env.LORA_WIZARD_PYTHON
  const names = wanted ? [wanted] : ['python3.11', 'python3.12', 'python3.13', 'python3.10', 'python3']
  return names.find((name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0)
}

/** An empty environment with pip in it. Debian's Python has venv without ensurepip, some images have virtualenv instead. */
function createEnvironment(base: string): boolean {
  const hasPip = () => spawnSync(python, ['-m', 'pip', '--version']).status === 0
  const ways = [
    () => run(base, ['-m', 'venv', '--clear', venv]),
    () =>
      run(base, ['-m', 'venv', '--clear', '--without-pip', venv]) &&
      run(base, ['-m', 'pip', '--python', python, 'install', 'pip']),
    () => run(base, ['-m', 'virtualenv', '--clear', venv]),
  ]
  return ways.some((way) => way() && hasPip())
}

/** The environment, made anew where the requirements or the Python have changed. */
export function environment(): boolean {
  if (ready) {
    say(`Using ${ready}, as LORA_WIZARD_REAL_PYTHON asks.`)
    return true
  }
  const files = ['requirements-torch.txt', older ? 'requirements-older.txt' : 'requirements.txt'].map((name) =>
    join(home, name),
  )
  const base = findPython()
  if (!base) {
    say('No Python 3.10 or newer found. Install python3.11 with pip, or set LORA_WIZARD_PYTHON.')
    return false
  }
  const version = spawnSync(base, ['--version'], { encoding: 'utf8' }).stdout
  const hash = createHash('sha256').update(version)
  for (const file of files) hash.update(readFileSync(file))
  const wanted = hash.digest('hex')
  const mark = join(venv, 'requirements.sha256')
  if (existsSync(python) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) {
    say(`The environment in ${venv} fits the requirements; it is used again.`)
    return true
  }
  say(`Making a Python environment in ${venv}`)
  rmSync(venv, { recursive: true, force: true })
  mkdirSync(venv, { recursive: true })
  // DeepSpeed comes as source, and its setup imports torch: torch first, and no build environment of its own.
  const install = (file: string) => run(python, ['-m', 'pip', 'install', '--no-build-isolation', '--quiet', '-r', file])
  if (!createEnvironment(base)) {
    say(`${base} could not make an environment (venv, venv without pip, and virtualenv were tried).`)
    return false
  }
  if (!run(python, ['-m', 'pip', 'install', '--quiet', 'setuptools', 'wheel']) || !files.every(install)) {
    say('The pinned requirements could not be installed.')
    return false
  }
  // Written last: an environment that is half made is made again.
  writeFileSync(mark, wanted)
  return true
}
