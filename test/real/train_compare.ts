/**
 * The training that lora-wizard writes, really trained: each case is written, rehearsed by `try` on the CPU, resumed and
 * loaded again, and everything that it claims must be shown. Ruff and mypy judge the Python files first.
 *
 * One case is two trainings and takes a minute or two, so `npm run test:real` trains the first; `npm run test:train` all.
 *
 *     LORA_WIZARD_TRAIN=all|NAME,…   all cases, or those whose name contains one of the names
 *     LORA_WIZARD_JOBS=2             so many cases at a time
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Answers } from '../../shared/config.ts'
import { presets } from '../../shared/presets/index.ts'
import { type Case, type Form, judge, put, python, rehearsed, script } from './rehearsals.ts'

const root = join(import.meta.dirname, '..', '..')
const wanted = process.env.LORA_WIZARD_TRAIN

const methods: Readonly<Record<string, Answers>> = {
  lora: { 'method.name': 'lora' },
  dora: { 'method.name': 'dora' },
  qlora: { 'method.name': 'qlora' },
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
const forms: readonly Form[] = ['file', 'folder', 'object']

/** What every case must show; what a case cannot show is named with the reason. */
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

interface Training extends Case {
  readonly name: string
  /** Claims that cannot be shown. */
  readonly unshown?: readonly string[]
}

const matrix = Object.entries(methods).flatMap(([method, first], row) =>
  Object.entries(strategies).map(([strategy, second], column): Training => {
    const form = forms[(row + column) % forms.length] as Form
    return { name: `${method} ${strategy} ${form}`, answers: { ...first, ...second }, form }
  }),
)

const own = (name: string, folder: string) => put(folder, 'mine.py', script(name))
const more: readonly Training[] = [
  ...presets
    .filter(({ answers }) => answers['output.trainer'] !== 'mlperf')
    // Accounts for gated models are nothing that a test has: the same runs of a model that is not gated.
    .map(({ id, answers }) => ({
      name: `preset ${id}`,
      answers: { ...answers, 'model.id': 'Qwen/Qwen2.5-0.5B', 'data.dataset': 'rows.jsonl' },
    })),
  {
    name: 'a script of the user’s own',
    answers: { 'output.script': 'mine.py', 'output.trainer': 'trl', 'accelerate.distributed_type': 'NO' },
    change: (folder) => own('own_train.py', folder),
  },
  {
    name: 'a script of the user’s own, DDP',
    answers: {
      'output.script': 'mine.py',
      'output.trainer': 'trl',
      'accelerate.distributed_type': 'MULTI_GPU',
      'hardware.gpus_per_machine': 2,
    },
    change: (folder) => own('own_train.py', folder),
  },
  {
    name: 'a script with values in its code',
    answers: { 'output.script': 'mine.py', 'output.trainer': 'trl', 'accelerate.distributed_type': 'NO' },
    change: (folder) => own('plain_train.py', folder),
  },
  {
    name: 'trl sft',
    answers: { 'output.script': 'trl sft', 'output.trainer': 'trl', 'accelerate.distributed_type': 'NO' },
    form: 'folder',
  },
  { name: 'plain text', answers: {}, form: 'text', unshown: ['loss-mask'] },
  { name: 'instructions in a CSV file', answers: {}, form: 'csv' },
  { name: 'packed rows', answers: { 'data.packing': true } },
  { name: 'evaluation', answers: { 'training.eval_strategy': 'steps', 'training.eval_steps': 50 } },
  {
    name: 'rsLoRA with accumulation',
    answers: { 'lora.use_rslora': true, 'training.gradient_accumulation_steps': 4 },
  },
]

const cases = [...matrix, ...more]
const chosen =
  wanted === undefined
    ? cases.slice(0, 1)
    : cases.filter(({ name }) => wanted === 'all' || wanted.split(',').some((part) => name.includes(part)))

/** Scripts that stand for a user's own. */
const mine = ['make_rows.py', 'own_train.py', 'plain_train.py'].map((name) => join('test', 'real', name))
const count = { passed: 0, failed: 0 }
for (const words of [
  ['ruff', 'check', 'shared', ...mine],
  ['ruff', 'format', '--check', 'shared', ...mine],
  [
    'mypy',
    '--cache-dir',
    '.cache/mypy',
    '--ignore-missing-imports',
    '--follow-imports=silent',
    'shared/emitters/train.py',
  ],
]) {
  const { status, stdout, stderr } = spawnSync(python, ['-m', ...words], { cwd: root, encoding: 'utf8' })
  const name = words.slice(0, 2).join(' ')
  const absent = /No module named/.test(stderr)
  count[status === 0 || absent ? 'passed' : 'failed']++
  process.stdout.write(status === 0 || absent ? `ok      ${name}\n` : `FAILED  ${name}\n${stdout}${stderr}\n`)
}

await judge(
  chosen,
  async (one) => {
    const { report, output, code, left } = await rehearsed(one)
    if (!report?.rehearsal) return [`nothing was rehearsed (exit ${code})`, output.slice(0, 1500)]
    const { proofs, said } = report.rehearsal
    const wrong = claims.flatMap((id) => {
      const proof = proofs.find((claim) => claim.id === id)
      const expected = one.unshown?.includes(id) ? 'not-shown' : 'shown'
      return proof?.verdict === expected
        ? []
        : [`${id}: ${proof?.verdict} ${proof?.found} (expected ${proof?.expected})`]
    })
    const errors = report.findings.filter(({ severity }) => severity === 'error')
    return [
      ...wrong,
      ...errors.map(({ rule, message }) => `${rule}: ${message}`),
      ...(report.ready || wrong.length > 0 || errors.length > 0 ? [] : ['not called ready']),
      ...left.map((name) => `left behind: ${name}`),
      ...(wrong.length > 0 && said !== '' ? said.split('\n') : []),
    ]
  },
  count,
)
