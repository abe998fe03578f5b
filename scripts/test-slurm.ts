/**
 * `npm run test:slurm`: gives the job that `export --to slurm` writes to a real Slurm of two nodes on this machine. It trains a
 * tiny model on the CPU to an adapter, through a warning before the time limit, a requeue, and a resume; a process that dies
 * ends the job; and wrong headers are refused.
 *
 * Needs Linux, root, Debian's slurm-wlm and munge, and the environment of `test:real`. Everything it starts is ended, and
 * everything it writes is in one temporary folder, but for a line in /etc/hosts that is taken out again.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { environment, python, say } from './python-environment.ts'

const root = join(import.meta.dirname, '..')
const here = join(root, 'test', 'slurm')
const program = join(root, 'dist', 'lora-wizard.js')
const work = mkdtempSync(join(tmpdir(), 'lora-wizard-slurm-'))
const cluster = join(work, 'cluster')
const env = {
  ...process.env,
  SLURM_CONF: join(cluster, 'slurm.conf'),
  PATH: [dirname(python), process.env.PATH].join(delimiter),
  ACCELERATE_USE_CPU: 'true',
  HF_HUB_OFFLINE: '1',
  CUDA_VISIBLE_DEVICES: '',
}

let passed = 0
let failed = 0
function shown(what: string, right: boolean, detail = ''): void {
  if (right) passed++
  else failed++
  say(`${right ? 'ok  ' : 'FAIL'} ${what}${right || detail === '' ? '' : `\n${detail}`}`)
}

function ran(command: string, words: readonly string[], cwd = work): { readonly code: number; readonly text: string } {
  const done = spawnSync(command, words, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { code: done.status ?? -1, text: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` }
}

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
/** Waits until something holds; false after so many seconds. */
async function until(holds: () => boolean, seconds: number): Promise<boolean> {
  for (let left = seconds; left > 0; left--) {
    if (holds()) return true
    await sleep(1)
  }
  return false
}

const name = `it's "x" $(touch ${work}/executed) \`id\` \\ 模型`

/** Options of a run that two CPU processes get done. */
const options = [
  ...['--set', `model.id=${work}/model`, '--set', `data.dataset=${work}/rows.jsonl`],
  ...['--set', 'hardware.machines=2', '--set', 'hardware.gpus_per_machine=1'],
  ...['--set', 'accelerate.distributed_type=MULTI_GPU', '--set', 'accelerate.mixed_precision=no'],
  ...['--set', 'training.optim=adamw_torch', '--set', 'training.max_steps=400', '--set', 'training.save_steps=20'],
  ...['--set', 'data.sequence_length=128', '--set', 'training.gradient_checkpointing=false'],
  ...['--set', 'output.output_dir=out put'],
]

const exported = (folder: string, ...more: readonly string[]) =>
  ran(process.execPath, [
    program,
    'export',
    '--to',
    'slurm',
    ...options,
    '--job',
    `name=${name}`,
    ...more,
    '--out',
    folder,
  ])

const fact = (job: string, key: string): string =>
  new RegExp(`\\b${key}=(.*?)(?: \\w+=|\\n|$)`).exec(ran('scontrol', ['show', 'job', job]).text)?.[1] ?? ''
const submitted = (folder: string): string =>
  /job (\d+)/.exec(ran('sbatch', ['job.sbatch', '--use_cpu', 'True'], join(work, folder)).text)?.[1] ?? ''
const checkpoints = (folder: string): readonly string[] => {
  const output = join(work, folder, 'out put')
  return existsSync(output) ? readdirSync(output).filter((one) => one.startsWith('checkpoint-')) : []
}

/** The processes of a job's node that run the training script. */
function trainingOn(job: string, node: string): readonly number[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      const ours = variables.includes(`SLURM_JOB_ID=${job}`) && variables.includes(`SLURM_NODEID=${node}`)
      // Neither the shells nor the launcher, whose words name the script too.
      const trains =
        words[0]?.includes('python') && words.some((word) => word.endsWith('train.py')) && !words.includes('launch')
      return ours && trains && readlinkSync(`/proc/${pid}/cwd`).startsWith(work) ? [Number(pid)] : []
    } catch {
      return []
    }
  })
}

async function refusals(): Promise<void> {
  const text = readFileSync(join(work, 'first', 'job.sbatch'), 'utf8')
  const tested = (script: string) => {
    writeFileSync(join(work, 'first', 'tested.sbatch'), script)
    return ran('sbatch', ['--test-only', 'tested.sbatch'], join(work, 'first'))
  }
  shown('sbatch takes the job', tested(text).code === 0, tested(text).text)
  for (const [from, to, said] of [
    ['--gpus-per-node=1', '--gpus-per-node=3', /Requested node configuration/],
    ['--nodes=2', '--nodes=3', /Requested node configuration|more nodes/i],
    ['--partition=gpu', '--partition=nowhere', /partition/],
    ['--requeue', '--requeues', /requeues/],
  ] as const) {
    const { code, text: answer } = tested(text.replace(from, to))
    shown(`sbatch refuses ${to}`, code !== 0 && said.test(answer), answer)
  }
  for (const file of ['job.sbatch', 'launch.sh']) {
    const { code, text: answer } = ran('shellcheck', ['--severity=warning', file], join(work, 'first'))
    shown(`shellcheck finds nothing in ${file}`, code === 0, answer)
  }
}

async function trained(): Promise<void> {
  const job = submitted('first')
  shown(
    'the job is queued under its name',
    fact(job, 'JobName') === name || ran('scontrol', ['show', 'job', job]).text.includes(`JobName=${name}`),
  )
  shown('it writes checkpoints', await until(() => checkpoints('first').length > 0, 300))
  // As Slurm does two minutes before the time limit.
  ran('scancel', ['--batch', '--signal=USR1', job])
  shown('the warning puts it into the queue again', await until(() => fact(job, 'Restarts') === '1', 120))
  const kept = checkpoints('first').length
  ran('scontrol', ['update', `JobId=${job}`, 'StartTime=now'])
  shown(
    'it ends well',
    (await until(() => /COMPLETED|FAILED/.test(fact(job, 'JobState')), 500)) && fact(job, 'JobState') === 'COMPLETED',
  )
  const log = readFileSync(join(work, 'first', `slurm-${job}.out`), 'utf8')
  shown('it continued from a checkpoint', kept > 0 && /start: from .*checkpoint-\d+/.test(log), log.slice(-3000))
  shown('two processes took part', log.includes('2 processes'), log.slice(0, 3000))
  shown('it saved an adapter', existsSync(join(work, 'first', 'out put', 'adapter_model.safetensors')))
  shown('no part of the name was executed', !existsSync(join(work, 'executed')))
}

async function died(): Promise<void> {
  exported('second', '--job', 'partition=gpu')
  const job = submitted('second')
  const started = await until(() => checkpoints('second').length > 0, 300)
  const [victim] = trainingOn(job, '1')
  shown('a training process runs on the second node', started && victim !== undefined)
  if (victim !== undefined) process.kill(victim, 'SIGKILL')
  shown(
    'its death ends the job on both nodes',
    await until(() => fact(job, 'JobState') === 'FAILED', 120),
    ran('scontrol', ['show', 'job', job]).text,
  )
  shown(
    'nothing of the job is left',
    await until(() => ['0', '1'].every((node) => trainingOn(job, node).length === 0), 60),
  )
  if (job !== '') ran('scancel', [job])
}

const missing = ['slurmctld', 'slurmd', 'munged', 'shellcheck'].filter((one) => ran('which', [one]).code !== 0)
if (process.getuid?.() !== 0 || missing.length > 0) {
  say(`This needs root and Debian's slurm-wlm, munge, and shellcheck. Missing: ${missing.join(', ') || 'root'}.`)
  say('0 passed, 1 failed')
  process.exitCode = 1
} else if (environment()) {
  try {
    // Processes of the jobs read the folder as whoever they are.
    spawnSync('chmod', ['755', work])
    const begun = ran('bash', [join(here, 'cluster.sh'), 'start', cluster])
    shown('two nodes stand ready', begun.code === 0, begun.text)
    const made = ran(python, [join(here, 'tiny_model.py'), work])
    shown('the model is there', made.code === 0, made.text)
    const first = exported('first', '--job', 'partition=gpu')
    shown('the job is written', first.code === 0, first.text)
    if (failed === 0) {
      await refusals()
      await trained()
      await died()
    }
  } finally {
    ran('bash', [join(here, 'cluster.sh'), 'stop', cluster])
    rmSync(work, { recursive: true, force: true })
  }
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
