/** A session whose files stand → what to do now: install, start, watch, come back, in a terminal or in a browser. */
import { join } from 'node:path'
import { quoted } from '../../shared/emitters/shell.ts'
import { hashOf } from '../../shared/hash.ts'
import { fill } from '../../shared/pages.ts'
import { installCommands } from '../../shared/requirements.ts'
import { runOf, type Session } from '../../shared/session.ts'
import type { Wording } from '../face.ts'
import type { TerminalWords } from '../words/words.ts'
import { address, readMore } from './problem.ts'
import type { Style } from './style.ts'
import { wrap } from './text.ts'

export function nextStepLines(
  session: Session,
  out: string,
  wording: Wording,
  words: TerminalWords,
  style: Style,
  columns: number,
): readonly string[] {
  const run = runOf(session)
  const { config } = run
  const machines = config['hardware.machines']
  const clip = config['training.max_grad_norm']
  // A folder whose name begins with a dash would be taken for a flag.
  const path = join(out, 'launch.sh')
  const start = quoted(path.startsWith('-') ? `./${path}` : path)
  const watch: readonly (readonly [text: string, page: string])[] = [
    ...(config['accelerate.use_cpu'] ? [] : [[words['watch-memory'], 'gradient_checkpointing'] as const]),
    [clip > 0 ? fill(words['watch-norm'], { clip }) : words['watch-norm-off'], 'max_grad_norm'],
  ]
  const requirementsPath = quoted(join(out, 'requirements.txt'))
  const answers = join(out, 'lora-wizard.yaml')
  const from = answers.startsWith('-') ? `./${answers}` : answers
  const into = out.startsWith('-') ? `--out=${out}` : `--out ${quoted(out)}`
  const hash = hashOf(session.answers, session.preset)
  const playground = address(`playground${hash}`, wording.language)
  return [
    style.bold(words.next),
    `  ${words['next-install']}`,
    ...installCommands(run).map(
      (command) => `    ${style.accent(command.replace('requirements.txt', requirementsPath))}`,
    ),
    `  ${machines > 1 ? fill(words['next-run-machines'], { machines }) : words['next-run']}`,
    `    ${style.accent(machines > 1 ? `MACHINE_RANK=0 bash ${start}` : `bash ${start}`)}`,
    `  ${words['next-again']}`,
    `    ${style.accent(`lora-wizard init --from ${quoted(from)}${out === '.' ? '' : ` ${into}`}`)}`,
    `  ${words[playground === null ? 'next-hash' : 'next-playground']}`,
    `    ${style.dim(playground ?? hash)}`,
    '',
    style.bold(words['next-watch']),
    ...watch.flatMap(([text, page]) => [
      ...wrap(text, columns - 4, '').map((line) => `  ${line}`),
      `  ${style.dim(readMore(`fields/training/${page}`, wording.language))}`,
    ]),
  ]
}
