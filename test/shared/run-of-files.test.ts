/** What the files of one run mean together: one line a case. */
import { describe, expect, it } from 'vitest'
import type { FieldKey } from '../../shared/fields/index.ts'
import { inOrder } from '../../shared/file-set.ts'
import { read } from '../../shared/read.ts'
import { meantRun } from '../../shared/run-of-files.ts'

const meant = (texts: Readonly<Record<string, string>>) =>
  meantRun(inOrder(Object.entries(texts).map(([path, text]) => ({ path, text, reading: read(text)! }))))

const file = 'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\n'
const launch = (flags: string, script = '') => `accelerate launch --config_file a.yaml ${flags} train.py ${script}\n`

const values: readonly (readonly [title: string, texts: Record<string, string>, key: FieldKey, value: unknown])[] = [
  ['a flag over the file', { 'a.yaml': file, 'run.sh': launch('--num_processes 4') }, 'hardware.gpus_per_machine', 2],
  [
    'processes are divided by the machines that count',
    { 'a.yaml': file, 'run.sh': launch('--num_machines 4') },
    'hardware.gpus_per_machine',
    4,
  ],
  [
    'the last of two flags',
    { 'a.yaml': file, 'run.sh': launch('--num_processes 4 --num_processes 8') },
    'hardware.gpus_per_machine',
    4,
  ],
  [
    'the last of two arguments',
    { 'run.sh': launch('', '--max_grad_norm 1.0 --max_grad_norm 0.5') },
    'training.max_grad_norm',
    0.5,
  ],
  [
    'one statement, two options',
    { 'x.yml': 'base_model: a/b\nsequence_len: 512\nload_in_4bit: true\nadapter: qlora\n' },
    'method.quantization',
    'nf4',
  ],
]

describe('an option of the run', () => {
  it.each(values)('%s', (_title, texts, key, value) => {
    expect(meant(texts).run.config[key]).toEqual(value)
  })
})

const unknowns: readonly (readonly [title: string, texts: Record<string, string>, unknown: readonly string[]])[] = [
  [
    'machines, and what is divided by them',
    { 'a.yaml': file, 'run.sh': launch('--num_machines $SLURM_NNODES') },
    ['accelerate.num_machines', 'accelerate.num_processes', 'hardware.gpus_per_machine', 'hardware.machines'],
  ],
  ['an address', { 'a.yaml': file, 'run.sh': launch('--main_process_ip $HEAD') }, ['accelerate.main_process_ip']],
  ['an argument of the script', { 'run.sh': launch('', '--learning_rate $LR') }, ['training.learning_rate']],
  [
    'not if a later flag says it',
    { 'a.yaml': file, 'run.sh': launch('--main_process_ip $HEAD --main_process_ip 10.0.0.1') },
    [],
  ],
]

describe('what only the running shell knows', () => {
  it.each(unknowns)('%s', (_title, texts, unknown) => {
    expect([...meant(texts).unknown].sort()).toEqual(unknown)
  })
})
