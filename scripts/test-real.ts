/**
 * `npm run test:real`: makes a Python environment with the real tools and lets them judge what lora-wizard writes.
 *
 * The environment lives in .cache/real/venv and is kept until the requirements change. What runs in it: `self_test.py`
 * (the judge can say no), `cases.ts` (what the wizard writes), and every comparison `test/real/*_compare.*`, `*_counts.*`.
 * Each of them ends with a line `N passed, N failed`; so does this.
 *
 *     node scripts/test-real.ts [NAME …]     only the judges whose file name contains one of the names
 *     LORA_WIZARD_PYTHON=python3.12          the Python to build the environment with
 *     LORA_WIZARD_STACK=older                the releases of half a year ago, in an environment of their own
 *     LORA_WIZARD_REAL_PYTHON=…/bin/python   an environment that already has the pinned tools; none is made
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { environment, python, say, surroundings } from './python-environment.ts'

const root = join(import.meta.dirname, '..')
const home = join(root, 'test', 'real')

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
  // Emitters import Python files as text.
  const options = name.endsWith('.ts') ? ['--experimental-import-text', '--disable-warning=ExperimentalWarning'] : []
  const done = spawnSync(command, [...options, file], {
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
