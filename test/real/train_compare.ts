/**
 * The training that lora-wizard writes, really trained: each case is written, rehearsed by `try` on the CPU, resumed and
 * loaded again, and everything that it claims must be shown. Ruff and mypy judge the Python files first.
 *
 * One case takes about two minutes on a busy machine, so `npm run test:real` trains the first; `npm run test:train` all.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Answers, resolve } from '../../shared/config.ts'
import { plan } from '../../shared/plan.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON
if (!python) throw new Error('LORA_WIZARD_VENV_PYTHON is not set; run `npm run test:real`')
const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'dist', 'lora-wizard.js')
const say = (text: string) => process.stdout.write(`${text}\n`)
const whole = process.env.LORA_WIZARD_TRAIN === 'all'

const methods: Readonly<Record<string, Answers>> = {
  lora: { 'method.name': 'lora' },
  dora: { 'method.name': 'dora' },
  full: { 'method.name': 'full', 'training.learning_rate': 2e-5 },
}
const strategies: Readonly<Record<string, Answers>> = {
  single: { 'accelerate.distributed_type': 'NO' },
  ddp: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2 },
  zero2: {
    'accelerate.distributed_type': 'DEEPSPEED',
    'deepspeed.zero_stage': 2,
    'hardware.gpus_per_machine': 2,
  },
  zero3: {
    'accelerate.distributed_type': 'DEEPSPEED',
    'deepspeed.zero_stage': 3,
    'hardware.gpus_per_machine': 2,
  },
  fsdp2: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_version': 2, 'hardware.gpus_per_machine': 2 },
}
const places = { file: 'rows.jsonl', folder: 'rows' } as const

/** What every case must show; what a method cannot show is named with the reason. */
const claims = [
  'runs',
  'world-size',
  'strategy',
  'quantization',
  'loss-mask',
  'clipping',
  'settings',
  'resume',
  'adapter',
]

const rows = Array.from({ length: 64 }, (_, number) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `What is ${number} plus one?` },
      { role: 'assistant', content: `${number + 1}, of course.` },
    ],
  }),
).join('\n')

interface Report {
  readonly rehearsal: {
    readonly proofs: readonly { id: string; verdict: string; expected: string; found: string }[]
    readonly said: string
  } | null
}

function rehearsed(answers: Answers, place: keyof typeof places): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-train-'))
  try {
    const data = join(folder, place === 'file' ? places.file : join(places.folder, 'train.jsonl'))
    mkdirSync(dirname(data), { recursive: true })
    writeFileSync(data, `${rows}\n`)
    const run = resolve({
      // Narrow, so that a case takes seconds; its config.json is known without a download.
      'model.id': 'Qwen/Qwen2.5-0.5B',
      'data.dataset': places[place],
      'data.sequence_length': 128,
      'training.max_grad_norm': 0.1,
      ...answers,
    })
    for (const { path, text } of plan(run).files) writeFileSync(join(folder, path), text)
    const env = { ...process.env, VIRTUAL_ENV: dirname(dirname(python as string)) }
    const done = spawnSync(process.execPath, [program, 'try', '--cpu', '--json', folder], { env, encoding: 'utf8' })
    const { rehearsal } = JSON.parse(done.stdout) as Report
    if (!rehearsal) return ['nothing was rehearsed', done.stdout.slice(0, 600)]
    const wrong = claims.flatMap((id) => {
      const proof = rehearsal.proofs.find((one) => one.id === id)
      return proof?.verdict === 'shown'
        ? []
        : [`${id}: ${proof?.verdict} ${proof?.found} (expected ${proof?.expected})`]
    })
    return wrong.length > 0 && rehearsal.said !== '' ? [...wrong, rehearsal.said] : wrong
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const count = { passed: 0, failed: 0 }
function tell(name: string, wrong: readonly string[]): void {
  count[wrong.length === 0 ? 'passed' : 'failed']++
  say(wrong.length === 0 ? `ok      ${name}` : `FAILED  ${name}\n        ${wrong.join('\n        ')}`)
}

for (const words of [
  ['ruff', 'check', 'shared'],
  ['ruff', 'format', '--check', 'shared'],
  ['mypy', '--ignore-missing-imports', '--follow-imports=silent', 'shared/emitters/train.py'],
]) {
  const { status, stdout, stderr } = spawnSync(python, ['-m', ...words], { cwd: root, encoding: 'utf8' })
  tell(words.slice(0, 2).join(' '), status === 0 ? [] : [stdout, stderr])
}
const cases = Object.entries(methods).flatMap(([method, first]) =>
  Object.entries(strategies).flatMap(([strategy, second]) =>
    (Object.keys(places) as (keyof typeof places)[]).map((place) => ({
      name: `${method} ${strategy} ${place}`,
      answers: { ...first, ...second },
      place,
    })),
  ),
)
for (const { name, answers, place } of whole ? cases : cases.slice(0, 1)) tell(name, rehearsed(answers, place))
say(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1
