/** Asks the tools again what they are: the committed files of the newest releases must be what they say, and the Python that asks must be sound. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const python = process.env.LORA_WIZARD_VENV_PYTHON ?? 'python3'

let [passed, failed] = [0, 0]
for (const words of [['check'], ['format', '--check']]) {
  const done = spawnSync(python, ['-m', 'ruff', ...words, 'scripts/capture'], { cwd: root, encoding: 'utf8' })
  if (done.status === 0) passed++
  else {
    failed++
    process.stdout.write(`ruff ${words.join(' ')}:\n${done.stdout}${done.stderr}`)
  }
}

const checked = spawnSync(process.execPath, [join(root, 'scripts', 'capture.ts'), '--check'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  env: { ...process.env, LORA_WIZARD_REAL_PYTHON: python },
})
const counts = /^(\d+) passed, (\d+) failed$/m.exec(checked.stdout)
process.stdout.write(checked.stdout.replace(/^\d+ passed, \d+ failed$/gm, ''))
process.stdout.write(checked.stderr)
passed += Number(counts?.[1] ?? 0)
failed += Number(counts?.[2] ?? 1)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
