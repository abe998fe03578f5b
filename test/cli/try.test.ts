/** `try` without a rehearsal that can succeed: what it looks at, what it says, and that it leaves nothing behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { languages } from '../../shared/pages.ts'
import { type FolderOfRun, folderOfRun } from './fake-python.ts'
import { run } from './program.ts'

const rehearse = ({ folder, environment }: FolderOfRun, words: readonly string[] = []) =>
  run(['try', ...words], { folder, environment })

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort()
const snapshot = (folder: string) => filesIn(folder).map((path) => [path, readFileSync(path, 'utf8')])
const temporary = ({ folder }: FolderOfRun) => readdirSync(join(folder, '.tools', 'temporary'))

/** What `prepare.py` would answer about a model that it made. */
const prepared = (more: object = {}) =>
  `echo '${JSON.stringify({ changes: [{ what: 'num_hidden_layers', original: 24, rehearsal: 2 }], port: 1, ...more })}'`

describe('--preflight', () => {
  test('says what is there, and that nothing was started', async () => {
    const one = folderOfRun()
    const before = snapshot(one.folder)
    const { code, output } = await rehearse(one, ['--preflight', '--cpu'])
    expect(output).toContain('Nothing was started')
    expect(output).not.toContain('Ready')
    expect(code).toBe(0)
    expect(snapshot(one.folder)).toEqual(before)
  })
  test.each(languages)('fits 80 columns and fills every sentence in %s', async (language) => {
    const one = folderOfRun({ 'data.dataset': 'nowhere.jsonl' }, { packages: { trl: null }, portIsFree: false })
    const { code, output } = await rehearse(one, ['--preflight', '--lang', language])
    expect(code).toBe(1)
    expect(output).not.toMatch(/\{\w+\}|undefined|preflight\.\w|NaN/)
    for (const rule of ['missing-data', 'missing-packages', 'port-in-use'])
      expect(output).toContain(`lora-wizard explain preflight/${rule}`)
  })
  test('as JSON: a version, every look, and findings with rules', async () => {
    const one = folderOfRun({ 'output.script': 'nowhere.py' })
    const { code, output } = await rehearse(one, ['--preflight', '--json'])
    const report = JSON.parse(output)
    expect(code).toBe(1)
    expect(report).toMatchObject({ version: 1, ready: false, rehearsal: null })
    expect(report.preflight.map(({ id }: { id: string }) => id)).toContain('disk')
    expect(report.findings.map(({ rule }: { rule: string }) => rule)).toContain('preflight/missing-script')
  })
})

describe('a rehearsal that cannot be', () => {
  test('prepared says why, and leaves nothing', async () => {
    const one = folderOfRun()
    const before = snapshot(one.folder)
    const { code, output, errors } = await rehearse(one, ['--cpu'])
    expect(code).toBe(1)
    expect(output).toContain('rehearsal/not-prepared')
    expect(output).toContain('no torch here')
    expect(output).toContain('Not ready')
    expect(errors).toContain('small model')
    expect(temporary(one)).toEqual([])
    expect(snapshot(one.folder)).toEqual(before)
  })
  test('done with such data names the data', async () => {
    const one = folderOfRun(
      {},
      { prepares: prepared({ data_problem: 'Row 3 of the data cannot be used: no answer.' }) },
    )
    const { code, output } = await rehearse(one, ['--cpu', '--json'])
    const { findings } = JSON.parse(output)
    expect(code).toBe(1)
    expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('rehearsal/unusable-data')
    expect(JSON.stringify(findings)).toContain('Row 3')
  })
  test('done with such a model names the model', async () => {
    const one = folderOfRun({}, { prepares: prepared({ problem: 'model', detail: 'no config.json' }) })
    const { output } = await rehearse(one, ['--cpu'])
    expect(output).toContain('rehearsal/unreadable-model')
    expect(output).toContain('no config.json')
  })
  test('started because the run fails shows the end of what it said and every change', async () => {
    const one = folderOfRun({}, { prepares: prepared() }, 'echo "KeyError: the cause" >&2; exit 1')
    const { code, output } = await rehearse(one, ['--cpu'])
    expect(code).toBe(1)
    expect(output).toContain('rehearsal/run-failed')
    expect(output).toContain('KeyError: the cause')
    expect(output).toContain('num_hidden_layers: 24 → 2')
    expect(temporary(one)).toEqual([])
  })
  test('waited for is stopped after its time', async () => {
    const one = folderOfRun({}, { prepares: prepared() }, 'sleep 60')
    const { code, output } = await rehearse(one, ['--cpu', '--timeout', '0.1'])
    expect(code).toBe(1)
    expect(output).toContain('rehearsal/timeout')
    expect(temporary(one)).toEqual([])
  })
  test('believed: exit status 0 without any evidence is no proof', async () => {
    const one = folderOfRun({}, { prepares: prepared() }, 'exit 0')
    const { output } = await rehearse(one, ['--cpu', '--json'])
    const { rehearsal } = JSON.parse(output)
    expect(rehearsal.proofs.map(({ verdict }: { verdict: string }) => verdict)).not.toContain('shown')
  })
})

test('--keep keeps the folder and says where', async () => {
  const one = folderOfRun()
  const { errors } = await rehearse(one, ['--cpu', '--keep'])
  const [kept] = temporary(one)
  expect(kept).toMatch(/^lora-wizard-try-/)
  expect(errors).toContain(kept as string)
})

test('a time that is no time is refused', async () => {
  for (const value of ['soon', '0', '-1']) expect((await rehearse(folderOfRun(), ['--timeout', value])).code).toBe(2)
})

test('a folder without launch.sh is refused', async () => {
  const one = folderOfRun()
  expect((await rehearse(one, ['.tools'])).code).toBe(2)
  expect((await rehearse(one, ['nowhere'])).code).toBe(2)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends what was started', async (signal) => {
  const one = folderOfRun(
    {},
    { prepares: prepared() },
    'echo $$ > "$LORA_WIZARD_EVIDENCE/../../running"; exec sleep 60',
  )
  const program = join(import.meta.dirname, '..', '..', 'dist', 'lora-wizard.js')
  const child = spawn(process.execPath, [program, 'try', '--cpu'], {
    cwd: one.folder,
    env: { ...one.environment, HOME: one.folder, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const running = join(one.folder, '.tools', 'temporary', 'running')
  const started = async () => {
    for (let tries = 0; tries < 400; tries++) {
      try {
        const pid = Number(readFileSync(running, 'utf8'))
        if (pid > 0) return pid
      } catch {
        // Not yet.
      }
      await new Promise((wait) => setTimeout(wait, 50))
    }
    throw new Error('the run did not start')
  }
  const pid = await started()
  const ended = once(child, 'close')
  child.kill(signal)
  await ended
  expect(child.exitCode).toBe(signal === 'SIGINT' ? 130 : 143)
  // A process that was killed may be waited for by nobody for a moment.
  const gone = () => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')
    } catch {
      return true
    }
  }
  for (let tries = 0; tries < 100 && !gone(); tries++) await new Promise((wait) => setTimeout(wait, 50))
  expect(gone()).toBe(true)
  if (signal === 'SIGINT') expect(temporary(one)).toEqual(['running'])
})
