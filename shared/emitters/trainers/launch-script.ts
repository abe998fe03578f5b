/** `launch.sh` of a trainer: its variables and its command, safely quoted. */
import type { Run } from '../../config.ts'
import type { EmittedFile, Plan, Remarks } from '../emitter.ts'
import { commandLines, quoted } from '../shell.ts'
import type { Trainer } from './trainer.ts'

export function launchScript(trainer: Trainer, run: Run, plan: Plan, remarks: Remarks): EmittedFile {
  const remark = (text: string | undefined) => (text ? [`# ${text}`] : [])
  const machines = run.config['hardware.machines']
  const packages = trainer.packages(run).map(quoted).join(' ')
  const lines = [
    '#!/usr/bin/env bash',
    ...remark(remarks.remark('trainer-launch-file', { file: trainer.file })),
    ...remark(remarks.remark('install-trainer', { command: `pip install ${packages}` })),
    ...(machines > 1 ? remark(remarks.remark('every-machine', { machines })) : []),
    'set -euo pipefail',
    'cd "$(dirname "$0")"',
    '',
    ...(plan.environment ?? []).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `exec ${[...commandLines(plan.command), '"$@"'].join(' \\\n  ')}`,
  ]
  return { path: 'launch.sh', text: `${lines.join('\n')}\n`, executable: true }
}
