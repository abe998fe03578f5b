/** `watch` on files, folders, standard input, and logs that change while they are read. */
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { followed } from '../../cli/follow-log.ts'
import { realHost } from '../../cli/host.ts'
import { madeLog } from '../shared/training/made-log.ts'
import { emptyFolder, run } from './program.ts'

const healthy = madeLog({ steps: 120, evaluation: (step) => (step % 40 === 0 ? 1 + 30 / step : undefined) })
const broken = madeLog({ steps: 80, loss: (step) => (step > 50 ? Number.NaN : 1.5) })

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

describe('what it prints', () => {
  const folder = folderWith({ 'train.log': healthy, 'broken.log': broken, 'empty.log': 'Downloading\n' })
  test('a healthy run: where it is, its loss, no advice', async () => {
    const { code, output } = await run(['watch', 'train.log'], { folder })
    expect(code).toBe(0)
    expect(output).toContain('Step 120 of 120 (100 %)')
    expect(output).toContain('No problems found')
  })
  test('the same in Chinese', async () => {
    const { output } = await run(['watch', 'train.log', '--lang', 'zh'], { folder })
    expect(output).toContain('第 120 步，共 120 步')
  })
  test('an error: exit 1, and a change that can be pasted', async () => {
    const { code, output } = await run(
      ['watch', 'broken.log', '--preset', 'lora-8b-80gb', '--set', 'training.learning_rate=1e-4'],
      { folder },
    )
    expect(code).toBe(1)
    expect(output).toContain('--set training.learning_rate=0.00005')
  })
  test('JSON holds numbers, and NaN as text', async () => {
    const { code, output } = await run(['watch', 'broken.log', '--json'], { folder })
    const found = JSON.parse(output)
    expect(code).toBe(1)
    expect(found).toMatchObject({ version: 1, step: 80, total_steps: 80 })
    expect(found.points.at(-1).loss).toBe('NaN')
    expect(found.advice[0]).toMatchObject({ rule: 'loss-not-finite', severity: 'error', certainty: 'measured' })
  })
  test('a log without a training run is exit 2', async () => {
    const { code, errors } = await run(['watch', 'empty.log'], { folder })
    expect(code).toBe(2)
    expect(errors).toContain('empty.log')
  })
  test('no file, and no file name', async () => {
    expect((await run(['watch', 'absent.log'], { folder })).code).toBe(2)
    expect((await run(['watch'], { folder })).code).toBe(2)
  })
  test('binary bytes', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256)
    writeFileSync(join(folder, 'noise.log'), bytes)
    expect((await run(['watch', 'noise.log'], { folder })).code).toBe(2)
  })
  test('ASCII alone where the locale has nothing else', async () => {
    const { output } = await run(['watch', 'train.log'], { folder, environment: { LANG: 'C', LC_ALL: 'C' } })
    expect(/^[\n\u0020-\u007e]*$/.test(output.replaceAll('→', '').replaceAll('·', ''))).toBe(true)
  })
})

describe('the HTML page', () => {
  test('is written, is replaced, and holds nothing of the log as markup', async () => {
    const folder = folderWith({ 'train.log': `${broken}\nValueError: <script>alert(1)</script>\n` })
    const args = ['watch', 'train.log', '--html', 'report.html']
    await run(args, { folder })
    const page = readFileSync(join(folder, 'report.html'), 'utf8')
    expect(page).toContain('<svg')
    expect(page).not.toContain('<script')
    expect((await run(args, { folder })).code).toBe(1)
  })
  test('never replaces a file of another kind', async () => {
    const folder = folderWith({ 'train.log': healthy, 'report.html': 'mine' })
    expect((await run(['watch', 'train.log', '--html', 'report.html'], { folder })).code).toBe(2)
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('mine')
  })
})

describe('a folder', () => {
  const state = JSON.stringify({ max_steps: 20, log_history: [{ step: 10, loss: 1.5 }] })
  test('the log goes before the trainer state', async () => {
    const folder = folderWith({ 'out/train.log': healthy, 'out/checkpoint-10/trainer_state.json': state })
    expect((await run(['watch', 'out'], { folder })).output).toContain('Step 120 of 120')
  })
  test('the trainer state of a checkpoint', async () => {
    const folder = folderWith({ 'out/checkpoint-10/trainer_state.json': state })
    expect((await run(['watch', 'out'], { folder })).output).toContain('Step 10 of 20 (50 %)')
  })
  test('a folder without a log is exit 2', async () => {
    expect((await run(['watch', 'out'], { folder: folderWith({ 'out/model.txt': '' }) })).code).toBe(2)
  })
})

test('standard input', async () => {
  const program = join(import.meta.dirname, '../../dist/lora-wizard.js')
  const child = spawn(process.execPath, [program, 'watch', '-', '--json'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stdin.end(healthy)
  await new Promise((resolve) => child.on('close', resolve))
  expect(JSON.parse(output)).toMatchObject({ step: 120 })
})

describe('a log that changes', () => {
  const host = realHost()
  const half = healthy.slice(0, healthy.length / 2)
  test('grows: only what is new is read', () => {
    const folder = folderWith({ 'train.log': half })
    const log = followed(host, join(folder, 'train.log'))
    expect(log.readOn()).toBe(true)
    const before = log.history().step
    expect(log.readOn()).toBe(false)
    appendFileSync(join(folder, 'train.log'), healthy.slice(healthy.length / 2))
    expect(log.readOn()).toBe(true)
    expect(log.history().step).toBeGreaterThan(before)
    expect(log.history().points).toHaveLength(120)
  })
  test.each(['truncated', 'rotated'])('is %s: the new one is read from its beginning', (how) => {
    const folder = folderWith({ 'train.log': healthy })
    const path = join(folder, 'train.log')
    const log = followed(host, path)
    log.readOn()
    if (how === 'rotated') renameSync(path, `${path}.1`)
    writeFileSync(path, madeLog({ steps: 12 }))
    log.readOn()
    expect(log.history()).toMatchObject({ step: 12, totalSteps: 12 })
  })
  test('vanishes: what was read stays', () => {
    const folder = folderWith({ 'train.log': healthy })
    const path = join(folder, 'train.log')
    const log = followed(host, path)
    log.readOn()
    renameSync(path, `${path}.1`)
    expect(log.readOn()).toBe(false)
    expect(log.history().step).toBe(120)
  })
})
