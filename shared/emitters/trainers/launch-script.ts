/** `launch.sh` for a command: its variables and its words, safely quoted. */
import type { Run } from '../../config.ts'
import type { EmittedFile, Plan, Remarks } from '../emitter.ts'
import { commandLines, quoted } from '../shell.ts'
import type { Trainer } from './trainer.ts'

/** The script that starts a command where it lies, with remarks above it. */
export function commandScript(plan: Plan, remarks: readonly (string | undefined)[]): EmittedFile {
  const lines = [
    '#!/usr/bin/env bash',
    ...remarks.flatMap((text) => (text ? [`# ${text}`] : [])),
    'set -euo pipefail',
    'cd "$(dirname "$0")"',
    '',
    ...(plan.environment ?? []).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `exec ${[...commandLines(plan.command), '"$@"'].join(' \\\n  ')}`,
  ]
  return { path: 'launch.sh', text: `${lines.join('\n')}\n`, executable: true }
}

/** The script of a trainer. */
export function launchScript(trainer: Trainer, run: Run, plan: Plan, remarks: Remarks): EmittedFile {
  const machines = run.config['hardware.machines']
  const packages = trainer.packages(run).map(quoted).join(' ')
  return commandScript(plan, [
    remarks.remark('trainer-launch-file', { file: trainer.file }),
    remarks.remark('install-trainer', { command: `pip install ${packages}` }),
    machines > 1 ? remarks.remark('every-machine', { machines }) : undefined,
  ])
}
