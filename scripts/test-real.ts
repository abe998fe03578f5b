/**
 * `npm run test:real`: makes a Python environment with the real tools and lets them judge what lora-wizard writes.
 *
 * The environment lives in .cache/real/venv and is kept until the requirements change. What runs in it: `self_test.py`
 * (the judge can say no), `cases.ts` (what the wizard writes), and every comparison `test/real/*_compare.*`, `*_counts.*`.
 * Each of them ends with a line `N passed, N failed`; so does this.
 *
 *     node scripts/test-real.ts [NAME …]     only the judges whose file name contains one of the names
 *     LORA_WIZARD_PYTHON=python3.12          the Python to build the environment with
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const home = join(root, 'test', 'real')
const venv = join(root, '.cache', 'real', 'venv')
const python = join(venv, 'bin', 'python')

/** What the tools must find around them, while they are installed and while they judge: no CUDA build, no network, no terminal. */
const surroundings = {
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

const say = (text: string) => process.stdout.write(`${text}\n`)

/** Runs a command with its output shown; whether it went well. */
function run(command: string, words: readonly string[]): boolean {
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
function environment(): boolean {
  const files = ['requirements-torch.txt', 'requirements.txt'].map((name) => join(home, name))
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

interface Count {
  readonly passed: number
  readonly failed: number
}

/** Runs one judge; its own closing line counts, and a judge that ends badly without saying so is one failure. */
function judge(name: string): Count {
  const file = join(home, name)
  const command = name.endsWith('.ts') ? process.execPath : python
  say(`\n── ${name}`)
  const began = Date.now()
  const done = spawnSync(command, [file], {
    cwd: root,
    env: { ...surroundings, LORA_WIZARD_VENV_PYTHON: python },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  process.stdout.write(done.stdout)
  const said = [...done.stdout.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  const count = { passed: Number(said?.[1] ?? 0), failed: Number(said?.[2] ?? 0) }
  say(`   ${((Date.now() - began) / 1000).toFixed(0)} s`)
  if (done.status === 0 && said && count.failed === 0) return count
  return { passed: count.passed, failed: Math.max(1, count.failed) }
}

const wanted = process.argv.slice(2)
let total: Count = { passed: 0, failed: 0 }
if (environment()) {
  const judges = readdirSync(home)
    .filter((name) => /^(self_test\.py|cases\.ts|\w+_(compare|counts)\.(ts|py))$/.test(name))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    // The judge proves itself before it judges.
    .sort((a, b) => Number(b === 'self_test.py') - Number(a === 'self_test.py') || (a < b ? -1 : 1))
  for (const name of judges) {
    const { passed, failed } = judge(name)
    total = { passed: total.passed + passed, failed: total.failed + failed }
  }
  if (total.passed + total.failed === 0) total = { passed: 0, failed: 1 }
} else total = { passed: 0, failed: 1 }
say('')
say(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
