/** `--help`: what the program does, its commands, and what to try first. */
import { commonFlags } from '../arguments.ts'
import type { Command, Flag } from '../commands/command.ts'
import type { Listed } from '../commands/index.ts'
import type { Wording } from '../face.ts'
import { site } from '../user-error.ts'
import type { TerminalWords } from '../words/words.ts'
import { readMore } from './problem.ts'
import { styleOf } from './style.ts'
import { columnsOf, padded, width, wrap } from './text.ts'

/** Two columns: names and what they are. */
function table(rows: readonly (readonly [name: string, text: string])[], columns: number): readonly string[] {
  const left = Math.min(28, Math.max(...rows.map(([name]) => width(name)))) + 2
  return rows.flatMap(([name, text]) => {
    const lines = wrap(text, Math.max(20, columns - left - 2))
    const head =
      width(name) + 2 > left
        ? [`  ${name}`, `  ${' '.repeat(left)}${lines[0] ?? ''}`]
        : [`  ${padded(name, left)}${lines[0] ?? ''}`]
    return [...head, ...lines.slice(1).map((line) => `  ${' '.repeat(left)}${line}`)]
  })
}

const shown = ({ name, short, value }: Flag): string =>
  `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`

export function helpLines(
  commands: readonly Listed[],
  wording: Wording,
  words: TerminalWords,
  stream: NodeJS.WriteStream,
): readonly string[] {
  const { bold, accent, dim } = styleOf(stream)
  const columns = columnsOf(stream)
  const examples = [
    ['lora-wizard', words['example-wizard']],
    ['lora-wizard init --preset mlperf-llama2-70b-lora --yes', words['example-preset']],
    ['lora-wizard init --gpu 2x4090 --set model.id=Qwen/Qwen3-8B --yes', words['example-set']],
    ['lora-wizard plan --model meta-llama/Llama-3.1-70B --gpu 8xH100', words['example-plan']],
    ['lora-wizard explain lora.r', words['example-explain']],
  ] as const
  return [
    `${bold('lora-wizard')}  ${words.about}`,
    '',
    bold(words.usage),
    `  lora-wizard [${words.command}] [${words.flags}]`,
    '',
    bold(words.commands),
    ...table(
      commands.map(({ name }) => [name, wording.words(`commands/${name}`)?.summary ?? ''] as const),
      columns,
    ),
    '',
    bold(words.examples),
    ...examples.flatMap(([line, text]) => [`  ${dim(`# ${text}`)}`, `  ${accent(line)}`]),
    '',
    bold(words['common-flags']),
    ...table(
      [
        ['--lang en|zh', words['flag-lang']],
        ['--no-color', words['flag-no-color']],
        ['-h, --help', words['flag-help']],
        ['-V, --version', words['flag-version']],
      ],
      columns,
    ),
    '',
    wrap(words['help-more'], columns).join('\n'),
    ...(site === null ? [] : [dim(site)]),
  ]
}

export function commandHelpLines(
  name: string,
  command: Command,
  wording: Wording,
  words: TerminalWords,
  stream: NodeJS.WriteStream,
): readonly string[] {
  const { bold, dim } = styleOf(stream)
  const columns = columnsOf(stream)
  const page = wording.words(`commands/${name}`)
  const rows = command.flags.map((flag) => [shown(flag), page?.choices?.[flag.name] ?? ''] as const)
  const common: Readonly<Record<string, string>> = {
    lang: words['flag-lang'],
    help: words['flag-help'],
    'no-color': words['flag-no-color'],
  }
  return [
    wrap(`${bold(`lora-wizard ${name}`)}  ${page?.summary ?? ''}`, columns, '  ').join('\n'),
    '',
    bold(words.usage),
    `  lora-wizard ${[name, ...(command.positionals ?? []), `[${words.flags}]`].join(' ')}`,
    '',
    bold(words.flags),
    ...table(
      [
        ...rows,
        ...(command.takesOptions ? [[`--${words['group-name']}`, words['flag-option']] as const] : []),
        ...commonFlags.map((flag) => [shown(flag), common[flag.name] ?? ''] as const),
      ],
      columns,
    ),
    '',
    dim(readMore(`commands/${name}`, wording.language)),
  ]
}
