/** `launch`: the checks, the exact command, then the run itself with its output passed on and a log kept. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { quoted } from '../../shared/emitters/shell.ts'
import { isError, type Preflight, preflight } from '../../shared/rehearsal/preflight.ts'
import { machineOf } from '../machine-of-a-run.ts'
import { preflightLines, sentence, troubleLines } from '../print/rehearsal.ts'
import { styleOf } from '../print/style.ts'
import { columnsOf } from '../print/text.ts'
import { runIn } from '../run-in-folder.ts'
import { ofFiles, ofPreflight, type Trouble, troubleJson } from '../trouble.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'
import { bytesOfModel } from './try.ts'

/** Variables that decide how a run starts, shown where they are set; never their secrets. */
const telling = /^(?:CUDA_|NCCL_|HF_|MASTER_|MACHINE_RANK|ACCELERATE_|OMP_|PYTORCH_|TORCH_|DS_|WANDB_|SLURM_|FSDP_)/
const secret = /TOKEN|KEY|SECRET|PASSWORD|CREDENTIAL/

const variablesOf = ({ host }: Call): readonly string[] =>
  Object.entries(host.environment)
    .filter(([name, value]) => value !== undefined && telling.test(name))
    .map(([name, value]) => `${name}=${secret.test(name) ? '…' : quoted(value ?? '')}`)
    .sort()

interface Planned {
  readonly command: readonly string[]
  readonly variables: readonly string[]
  readonly log: string | null
  readonly before: readonly Preflight[]
  readonly inFiles: readonly Trouble[]
}

function show(call: Call, { command, variables, log, before, inFiles }: Planned): void {
  const { host, wording } = call
  if (has(call, 'json')) {
    const report = {
      version: 1,
      command,
      environment: variables,
      log,
      preflight: before,
      findings: [...inFiles, ...ofPreflight(before)].map((one) => troubleJson(one, wording)),
    }
    host.output.write(`${JSON.stringify(report, null, 2)}\n`)
    return
  }
  const style = styleOf(host.output)
  const columns = columnsOf(host.output)
  const environment =
    variables.length > 0 ? [sentence(wording, 'environment'), ...variables.map((one) => `  ${one}`)] : []
  const lines = [
    ...preflightLines(before, wording, style, columns),
    ...inFiles.flatMap((one) => troubleLines(one, wording, style, columns)),
    '',
    style.bold(sentence(wording, 'command')),
    `  ${style.accent(command.map((word) => quoted(word)).join(' '))}`,
    ...environment,
  ]
  host.output.write(`${lines.join('\n')}\n`)
}

function opened(log: string): number {
  try {
    return openSync(log, 'wx')
  } catch (error) {
    throw new UserError('write-failed', { path: log, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
  }
}

/** Writes to the log as long as it can: a full disk must not end a run. */
function writer(call: Call, file: number, log: string): (bytes: Uint8Array) => void {
  let works = true
  return (bytes) => {
    if (!works) return
    try {
      writeSync(file, bytes)
    } catch (error) {
      works = false
      const reason = (error as NodeJS.ErrnoException).code ?? String(error)
      call.host.errors.write(`${sentence(call.wording, 'log-failed', { log, reason })}\n`)
    }
  }
}

export const launch: Command = {
  flags: [
    { name: 'dry-run' },
    { name: 'force' },
    { name: 'log', value: 'FILE' },
    { name: 'arg', value: 'ARGUMENT' },
    { name: 'json' },
  ],
  positionals: ['[FOLDER]'],
  run: async (call) => {
    const { host, wording } = call
    const found = await runIn(call, 'launch')
    const { folder, run, gathered } = found
    const { machine } = await machineOf(host, run, folder)
    const before = preflight(run, machine, bytesOfModel(found))
    const inFiles = ofFiles(host, gathered)
    const command = ['bash', join(folder, 'launch.sh'), ...(call.flags.get('arg') ?? [])]
    const named = `launch-${new Date(host.now()).toISOString().replace(/[:.]/g, '-')}.log`
    const log = resolve(folder, flagValue(call, 'log') ?? named)
    const wrong = inFiles.length > 0 || before.some(isError)
    const starts = !has(call, 'dry-run') && (!wrong || has(call, 'force'))
    show(call, { command, variables: variablesOf(call), log: starts ? log : null, before, inFiles })
    if (!starts) {
      if (wrong && !has(call, 'json')) host.errors.write(`${sentence(wording, 'not-started')}\n`)
      return wrong ? 1 : 0
    }
    const file = opened(log)
    host.errors.write(`${sentence(wording, 'log', { log })}\n\n`)
    try {
      const code = await host.follow('bash', command.slice(1), writer(call, file, log))
      host.errors.write(`${sentence(wording, code === 0 ? 'ended' : 'failed', { code, log })}\n`)
      return code
    } finally {
      closeSync(file)
    }
  },
}
