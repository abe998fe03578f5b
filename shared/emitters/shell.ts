/** `launch.sh`: the whole command, one argument a line, safely quoted. */
import { severalMachines } from '../fields/conditions.ts'
import type { Value } from '../fields/field.ts'
import { holds } from '../fields/when.ts'
import { installCommands, pythonOf } from '../requirements.ts'
import { accelerate } from '../source.ts'
import { emitter, type Phrase, type Word } from './emitter.ts'
import { writesTrainingScript } from './train.ts'

/** A word as a POSIX shell reads it back unchanged. */
export function quoted(word: Word): string {
  if (typeof word !== 'string') return `"\${${word.variable}:-${word.otherwise}}"`
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command, one phrase a line. */
export const commandLines = (command: readonly Phrase[]): readonly string[] =>
  command.map((phrase) => phrase.map(quoted).join(' '))

export const shell = emitter({
  id: 'shell',
  sources: [accelerate('src/accelerate/commands/launch.py')],
  extend: (plan, run, remarks) => {
    const several = holds(severalMachines, (key) => (run.config as Readonly<Record<string, Value>>)[key] ?? null)
    const remark = (text: string | undefined) => (text ? [`# ${text}`] : [])
    const lines = [
      '#!/usr/bin/env bash',
      ...remark(remarks.remark('launch-file')),
      ...remark(remarks.remark('install', { python: pythonOf(run), commands: installCommands(run).join(' && ') })),
      ...remark(writesTrainingScript(run) ? remarks.remark('passes-on') : undefined),
      ...(several ? remark(remarks.remark('every-machine', { machines: run.config['hardware.machines'] })) : []),
      'set -euo pipefail',
      'cd "$(dirname "$0")"',
      '',
      `exec ${[...commandLines(plan.command), '"$@"'].join(' \\\n  ')}`,
    ]
    return { ...plan, files: [...plan.files, { path: 'launch.sh', text: `${lines.join('\n')}\n`, executable: true }] }
  },
})
