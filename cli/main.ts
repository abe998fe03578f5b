/** Arguments in, an exit code out; the only place that catches. */
import { fill, type Language } from '../shared/pages.ts'
import { commands, type Listed } from './commands/index.ts'
import { type Host, interrupted, realHost } from './host.ts'
import { UserError } from './user-error.ts'
import { languageOf, wordingOf } from './wording.ts'
import { wordsOf } from './words/words.ts'

/** The value of `--lang` wherever it stands, so that even a mistake beside it is told in the right language. */
function saidLanguage(args: readonly string[]): string | undefined {
  const place = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  return place < 0 ? undefined : args[place]?.includes('=') ? args[place]?.slice('--lang='.length) : args[place + 1]
}

/** What is only known where the process starts. */
export interface Start {
  readonly version: string
  /** Given where the first frame of the wizard stands already: takes the screen back. */
  readonly takeBack?: (() => void) | undefined
  /** Says that somebody else takes the screen back from now on. */
  readonly handOver?: (() => void) | undefined
}

/** Runs one command line. */
export async function main(args: readonly string[], host: Host, start: Start): Promise<number> {
  const { version, takeBack } = start
  const language = languageOf(saidLanguage(args), host.environment)
  try {
    return await dispatch(args, host, language, start)
  } catch (error) {
    takeBack?.()
    const { bugLines, problemLines } = await import('./print/problem.ts')
    const mendable = error instanceof UserError
    const lines = mendable
      ? problemLines(error, wordingOf(language), await wordsOf(language), host.errors)
      : bugLines(error, version, await wordsOf(language), host.errors)
    host.errors.write(`${lines.join('\n')}\n`)
    return mendable ? 2 : 70
  }
}

async function dispatch(args: readonly string[], host: Host, language: Language, start: Start): Promise<number> {
  if (args.includes('--version') || args[0] === '-V') {
    host.output.write(`${start.version}\n`)
    return 0
  }
  const { name, rest } = commandOf(args)
  const listed = commands.find((one) => one.name === name)
  const wantsHelp = rest.some((arg) => arg === '--help' || arg === '-h')
  if (name === 'help' || (wantsHelp && name === '')) {
    const asked = commands.find((one) => one.name === rest[0])
    const { helpLines, commandHelpLines } = await import('./print/help.ts')
    const lines = asked
      ? commandHelpLines(asked.name, await asked.load(), wordingOf(language), await wordsOf(language), host.output)
      : helpLines(commands, wordingOf(language), await wordsOf(language), host.output)
    host.output.write(`${lines.join('\n')}\n`)
    return 0
  }
  if (name !== '' && !listed) {
    const { nearest } = await import('../shared/config.ts')
    const names = commands.map((one) => one.name)
    throw new UserError('unknown-command', { command: name, nearest: nearest(name, names), commands: names })
  }
  return call(listed ?? (commands[0] as Listed), rest, host, language, wantsHelp, start)
}

/** The first word that is not a flag names the command; without one the flags are those of `init`. */
function commandOf(args: readonly string[]): { readonly name: string; readonly rest: readonly string[] } {
  for (let place = 0; place < args.length; place++) {
    const arg = args[place] as string
    if (arg === '--lang') place++
    else if (!arg.startsWith('-')) return { name: arg, rest: [...args.slice(0, place), ...args.slice(place + 1)] }
    else if (!arg.startsWith('--lang=') && arg !== '--no-color') break
  }
  return { name: '', rest: args }
}

async function call(
  { name, load }: Listed,
  rest: readonly string[],
  host: Host,
  language: Language,
  wantsHelp: boolean,
  { version, handOver }: Start,
): Promise<number> {
  const command = await load()
  const wording = wordingOf(language)
  const words = await wordsOf(language)
  if (wantsHelp) {
    const { commandHelpLines } = await import('./print/help.ts')
    host.output.write(`${commandHelpLines(name, command, wording, words, host.output).join('\n')}\n`)
    return 0
  }
  const { readArguments } = await import('./arguments.ts')
  const options = command.takesOptions ? await import('../shared/fields/index.ts') : undefined
  const given = await readArguments(rest, command.flags, options?.fieldAt, options?.fieldKeys)
  const said = given.flags.get('lang')?.at(-1)
  if (said !== undefined && !/^(en|zh)([-_].*)?$/i.test(said))
    throw new UserError('flag-value', { flag: '--lang', value: said, allowed: ['en', 'zh'] })
  const most = command.positionals?.length ?? 0
  const several = command.positionals?.at(-1)?.includes('…') ?? false
  if (given.positionals.length > most && !several)
    throw new UserError('extra-argument', { command: name, argument: given.positionals[most] ?? '' })
  return command.run({ ...given, host, language, wording, words, version, handOver })
}

/** Output that cannot be written: whoever closed a pipe has heard enough, and a full disk is told of in one sentence. */
async function unprintable(error: NodeJS.ErrnoException, args: readonly string[]): Promise<void> {
  if (error.code === 'EPIPE') process.exit(0)
  const words = await wordsOf(languageOf(saidLanguage(args), process.env))
  process.stderr.write(`${words.error}${fill(words.unprintable, { reason: error.code ?? error.message })}\n`)
  process.exit(2)
}

/** The program as a process: signals, closed pipes and the exit code. */
export async function start(version: string, takeBack?: () => void): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes('--no-color')) process.env.NO_COLOR = '1'
  process.stdout.on('error', (error) => unprintable(error, args))
  process.stderr.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))
  // A write of files is one stretch without waiting, so that a signal is heard before it or after it, never within.
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', () => process.exit(143))
  process.on('SIGHUP', () => process.exit(129))
  process.exitCode = await main(args, realHost(), {
    version,
    takeBack,
    handOver: takeBack && (() => process.off('exit', takeBack)),
  })
}
