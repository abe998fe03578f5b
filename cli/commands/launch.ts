/** `launch`: the pre-flight, the exact command, then the run itself with its output passed on and a log kept. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { modelById } from '../../shared/catalog/models.ts'
import { check } from '../../shared/check.ts'
import { quoted } from '../../shared/emitters/shell.ts'
import { preflight } from '../../shared/rehearsal/preflight.ts'
import { machineOf } from '../machine-of-a-run.ts'
import { preflightLines, preflightText, sentence } from '../print/rehearsal.ts'
import { styleOf } from '../print/style.ts'
import { columnsOf } from '../print/text.ts'
import { UserError } from '../user-error.ts'
import { type Command, flagValue, has } from './command.ts'
import { runIn } from './try.ts'

/** Variables that decide how a run starts, shown where they are set; never their secrets. */
const telling = /^(?:CUDA_|NCCL_|HF_|MASTER_|MACHINE_RANK|ACCELERATE_|OMP_|PYTORCH_|TORCH_|DS_|WANDB_|SLURM_|FSDP_)/
const secret = /TOKEN|KEY|SECRET|PASSWORD/

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
    const { host, wording, words } = call
    const { folder, run } = await runIn(call)
    const style = styleOf(host.output)
    const { machine } = await machineOf(host, run, folder)
    const parameters = modelById(run.config['model.id'])?.parameters.total
    const before = preflight(run, machine, parameters === undefined ? undefined : parameters * 2)
    const findings = check(run).filter(({ severity }) => severity === 'error')
    const more = call.flags.get('arg') ?? []
    const command = ['bash', join(folder, 'launch.sh'), ...more]
    const shown = command.map((word) => quoted(word)).join(' ')
    const log = join(
      folder,
      flagValue(call, 'log') ?? `launch-${new Date(host.now()).toISOString().replace(/[:.]/g, '-')}.log`,
    )
    const variables = Object.entries(host.environment)
      .filter(([name, value]) => value !== undefined && telling.test(name))
      .map(([name, value]) => `${name}=${secret.test(name) ? '…' : value}`)
      .sort()
    const wrong = findings.length > 0 || before.some(({ standing }) => standing === 'bad')
    const starts = !has(call, 'dry-run') && (!wrong || has(call, 'force'))
    if (has(call, 'json')) {
      const problems = before.filter(({ standing }) => standing === 'bad').map((one) => preflightText(one, wording))
      const report = {
        version: 1,
        command,
        environment: variables,
        log: starts ? log : null,
        preflight: before,
        problems,
      }
      host.output.write(`${JSON.stringify(report, null, 2)}\n`)
    } else {
      host.output.write(`${preflightLines(before, wording, style).join('\n')}\n\n`)
      if (findings.length > 0) {
        const { findingLines } = await import('../print/findings.ts')
        const lines = findingLines(findings, wording, words, style, columnsOf(host.output))
        host.output.write(`${lines.join('\n')}\n\n`)
      }
      const environment =
        variables.length > 0 ? [sentence(wording, 'environment'), ...variables.map((one) => `  ${one}`)] : []
      const lines = [style.bold(sentence(wording, 'command')), `  ${style.accent(shown)}`, ...environment]
      host.output.write(`${lines.join('\n')}\n`)
    }
    if (!starts) {
      if (wrong && !has(call, 'json')) host.errors.write(`${sentence(wording, 'not-started')}\n`)
      return wrong ? 1 : 0
    }
    let file: number
    try {
      file = openSync(log, 'wx')
    } catch (error) {
      throw new UserError('write-failed', { path: log, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
    }
    host.errors.write(`${sentence(wording, 'log', { log })}\n\n`)
    try {
      const code = await host.follow('bash', command.slice(1), (bytes) => void writeSync(file, bytes))
      host.errors.write(`${sentence(wording, code === 0 ? 'ended' : 'failed', { code, log })}\n`)
      return code
    } finally {
      closeSync(file)
    }
  },
}
