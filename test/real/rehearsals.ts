/** A run in a folder of its own, rehearsed by `try` on the CPU: what the judges of trainings and of planted faults share. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Answers, resolve } from '../../shared/config.ts'
import { plan } from '../../shared/plan.ts'

const home = import.meta.dirname
const program = join(home, '..', '..', 'dist', 'lora-wizard.js')
const found = process.env.LORA_WIZARD_VENV_PYTHON
if (!found) throw new Error('LORA_WIZARD_VENV_PYTHON is not set; run `npm run test:real`')
export const python = found

export interface Proof {
  readonly id: string
  readonly verdict: 'shown' | 'contradicted' | 'not-shown'
  readonly expected: string
  readonly found: string
}

export interface Report {
  readonly ready: boolean
  readonly rehearsal: {
    readonly proofs: readonly Proof[]
    readonly said: string
    readonly overrides: readonly { readonly what: string }[]
  } | null
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string }[]
}

export type Form = 'file' | 'folder' | 'object' | 'text' | 'csv'
/** What each form of the data is called in the folder of a run. */
export const places: Readonly<Record<Form, string>> = {
  file: 'rows.jsonl',
  folder: 'rows',
  object: 'saved',
  text: 'rows.txt',
  csv: 'rows.csv',
}

const numbers = Array.from({ length: 64 }, (_, number) => number)
export const chat = numbers
  .map((number) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `What is ${number} plus one?` },
        { role: 'assistant', content: `${number + 1}, of course.` },
      ],
    }),
  )
  .join('\n')

export const put = (folder: string, name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

/** Data that takes Python to make. */
export function make(form: 'object' | 'model', folder: string): void {
  const { status, stderr } = spawnSync(python, [join(home, 'make_rows.py'), form, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

function data(form: Form, folder: string): void {
  if (form === 'object') make('object', folder)
  else if (form === 'folder') put(folder, 'rows/train.jsonl', `${chat}\n`)
  else if (form === 'text') put(folder, places.text, numbers.map((n) => `${n} plus one is ${n + 1}.\n`).join(''))
  else if (form === 'csv')
    put(folder, places.csv, ['instruction,output', ...numbers.map((n) => `${n} plus one?,${n + 1}`)].join('\n'))
  else put(folder, places.file, `${chat}\n`)
}

/** The run that every case starts from: narrow, so that it takes seconds; its config.json is known without a download. */
export const basis: Answers = {
  'model.id': 'Qwen/Qwen2.5-0.5B',
  'data.sequence_length': 128,
  'training.max_grad_norm': 0.1,
}

export interface Case {
  readonly answers?: Answers
  readonly form?: Form
  /** Changes the folder of the run after its files are written. */
  readonly change?: (folder: string) => void
  /** More words for `try`. */
  readonly words?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A file with one text replaced by another one; it must be there. */
export function replaced(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path, 'utf8')
  const after = text.replace(from, to)
  if (after === text) throw new Error(`${path} has no ${from}`)
  writeFileSync(path, after)
}

export const script = (name: string): string => readFileSync(join(home, name), 'utf8')

export interface Rehearsed {
  readonly report: Report | undefined
  readonly code: number | null
  readonly output: string
  readonly seconds: number
  /** What is in the folder afterwards that was not there before. */
  readonly left: readonly string[]
}

const namesIn = (folder: string): readonly string[] =>
  spawnSync('find', [folder, '-type', 'f'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean).sort()

/** Writes a run, rehearses it, and takes it away again. */
export async function rehearsed(one: Case): Promise<Rehearsed> {
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-train-'))
  try {
    const form = one.form ?? 'file'
    data(form, folder)
    const run = resolve({ ...basis, 'data.dataset': places[form], ...one.answers })
    for (const { path, text } of plan(run).files) put(folder, path, text)
    one.change?.(folder)
    const before = new Set(namesIn(folder))
    const began = Date.now()
    const environment = {
      ...process.env,
      VIRTUAL_ENV: dirname(dirname(python)),
      HF_HOME: join(folder, '..', 'lora-wizard-no-hub'),
      ...one.environment,
    }
    const words = ['try', '--cpu', '--json', ...(one.words ?? []), folder]
    const { code, output } = await new Promise<{ code: number | null; output: string }>((done) => {
      const child = spawn(process.execPath, [program, ...words], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let output = ''
      let errors = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text
      })
      child.on('close', (code) => done({ code, output: output === '' ? errors : output }))
    })
    let report: Report | undefined
    try {
      report = JSON.parse(output) as Report
    } catch {
      report = undefined
    }
    const left = namesIn(folder).filter((name) => !before.has(name))
    return { report, code, output, seconds: (Date.now() - began) / 1000, left }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs cases, so many at a time, and tells each; the last line is the one that counts. */
export async function judge<C extends { readonly name: string }>(
  cases: readonly C[],
  look: (one: C) => Promise<readonly string[]>,
  before: { readonly passed: number; readonly failed: number } = { passed: 0, failed: 0 },
): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`)
  const count = { ...before }
  const waiting = [...cases]
  const atOnce = Number(process.env.LORA_WIZARD_JOBS ?? 1)
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const began = Date.now()
      const wrong = await look(one)
      count[wrong.length === 0 ? 'passed' : 'failed']++
      const took = `${((Date.now() - began) / 1000).toFixed(0)} s`
      say(wrong.length === 0 ? `ok      ${one.name} (${took})` : `FAILED  ${one.name} (${took})`)
      for (const line of wrong) say(`        ${line}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  say(`${count.passed} passed, ${count.failed} failed`)
  process.exitCode = count.failed === 0 ? 0 : 1
}
