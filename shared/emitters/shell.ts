/** `launch.sh`: the whole command, one argument a line, safely quoted. */
import { severalMachines } from '../fields/conditions.ts'
import type { Value } from '../fields/field.ts'
import { holds } from '../fields/when.ts'
import { requirements } from '../requirements.ts'
import { accelerate } from '../source.ts'
import { emitter, type Word } from './emitter.ts'

/** A word as a POSIX shell reads it back unchanged. */
export function quoted(word: Word): string {
  if (typeof word !== 'string') return `"\${${word.variable}:-${word.otherwise}}"`
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command with every option on a line of its own, together with its values. */
export function commandLines(command: readonly Word[]): readonly string[] {
  const lines: string[][] = []
  for (const word of command) {
    const opens = typeof word === 'string' && word.startsWith('-') && !/^-[\d.]/.test(word)
    const last = lines.at(-1)
    const bare = last && !(last[0] as string).startsWith('-')
    if (opens || !last || (bare && lines.length > 1)) lines.push([quoted(word)])
    else last.push(quoted(word))
  }
  return lines.map((line) => line.join(' '))
}

export const shell = emitter({
  id: 'shell',
  sources: [accelerate('src/accelerate/commands/launch.py')],
  extend: (plan, run, remarks) => {
    const several = holds(severalMachines, (key) => (run.config as Readonly<Record<string, Value>>)[key] ?? null)
    const remark = (text: string | undefined) => (text ? [`# ${text}`] : [])
    const lines = [
      '#!/usr/bin/env bash',
      ...remark(remarks.remark('launch-file')),
      ...remark(
        remarks.remark('install', {
          packages: requirements(run)
            .map((one) => quoted(one))
            .join(' '),
        }),
      ),
      ...(several ? remark(remarks.remark('every-machine', { machines: run.config['hardware.machines'] })) : []),
      'set -euo pipefail',
      'cd "$(dirname "$0")"',
      '',
      `exec ${commandLines(plan.command).join(' \\\n  ')}`,
    ]
    return { ...plan, files: [...plan.files, { path: 'launch.sh', text: `${lines.join('\n')}\n`, executable: true }] }
  },
})
