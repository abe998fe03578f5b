/** Who asks, decided from the command line and the terminal alone, before anything else is read. */
import type { Terminal } from './tui/paint.ts'

/** `wizard` where the terminal can show it, `plain` questions where it cannot or somebody wants them, `nobody` where no one is to be asked. */
export type Asker = 'wizard' | 'plain' | 'nobody'

/** Flags that mean nobody is to be asked. */
const silent: readonly string[] = [
  '--yes',
  '-y',
  '--json',
  '--dry-run',
  '--discard-draft',
  '--help',
  '-h',
  '--version',
  '-V',
]

/** The first word that is no flag, which names the command; `init` where there is none. */
function commandOf(args: readonly string[]): string {
  const place = args.findIndex((arg, at) => !arg.startsWith('-') && args[at - 1] !== '--lang')
  const before = args.slice(0, Math.max(place, 0)).filter((arg) => !/^--(lang|no-color)/.test(arg) && arg[0] === '-')
  return place < 0 || before.length > 0 ? 'init' : (args[place] as string)
}

export function asker(args: readonly string[], terminal: Terminal): Asker {
  const { environment } = terminal
  // The streams come last: merely to look at an input that is no terminal makes Node load all it has for reading files.
  if (args.some((arg) => silent.indexOf(arg) >= 0) || commandOf(args) !== 'init') return 'nobody'
  if (!terminal.output.isTTY || !terminal.input.isTTY) return 'nobody'
  const said = (name: string) => !/^(|0|false|no)$/i.test(environment[name] || '')
  const plain =
    args.indexOf('--plain') >= 0 || said('ACCESSIBLE') || said('INK_SCREEN_READER') || environment.TERM === 'dumb'
  return plain ? 'plain' : 'wizard'
}
