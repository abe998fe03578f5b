/** A script → the commands in it that start training, each with what its launcher and its script are told. */
import type { ShellCommand, ShellWord } from '../shell/command.ts'
import { follow, type Variables } from '../shell/follow.ts'
import type { Piece } from '../shell/piece.ts'
import { type Job, jobOf, jobVariables } from '../shell/scheduler.ts'
import { isTrlCommand } from './accelerate.ts'
import { launchers } from './index.ts'
import { isScript, type Launcher } from './launcher.ts'
import { launcherOptions, type Option } from './options.ts'

export interface Launch {
  readonly launcher: Launcher
  readonly command: ShellCommand
  readonly options: readonly Option[]
  /** The training script; undefined if the command has none. */
  readonly script: ShellWord | undefined
  /** The script's words. */
  readonly words: readonly ShellWord[]
  /** The script is the name of a module. */
  readonly module: boolean
  /** The name of a trainer's own command, as `trl sft`. */
  readonly subcommand: string | undefined
  /** What the command is started with, as far as the script sets it. */
  readonly environment: ReadonlyMap<string, readonly Piece[]>
  /** A loop runs the same line again with other values. */
  readonly rounds: number
}

export interface Launches {
  readonly job: Job | undefined
  readonly variables: Variables
  readonly launches: readonly Launch[]
  /** Commands that a batch system runs once for each task, and that start a script of Python without a launcher. */
  readonly tasks: readonly ShellCommand[]
}

/** `srun python train.py` */
function isPlainTask({ words, wrappers, guessed }: ShellCommand): boolean {
  if (guessed || !wrappers.some(({ program }) => program === 'srun')) return false
  const [program, ...others] = words
  return /(?:^|\/)python[\d.]*$/.test(program?.text ?? '') && others.some(isScript)
}

const launcherName =
  /\b(?:accelerate(?:-|\s+)launch|accelerate\.commands\.launch|torchrun|deepspeed|torch\.distributed|trl|axolotl|llamafactory-cli|lmf|swift)\b/

export function launchesOf(text: string): Launches {
  const job = jobOf(text)
  const found: { launch: Launch; key: string }[] = []
  const tasks: ShellCommand[] = []
  const places = new Map<string, number>()
  const visit = (command: ShellCommand) => {
    const launch = launchOf(command)
    if (!launch && isPlainTask(command)) tasks.push(command)
    if (!launch) return
    // The rounds of a loop are one launch.
    const key = `${command.at} ${launch.script?.start} ${command.words.length}`
    const place = command.loops.length > 0 ? places.get(key) : undefined
    if (place === undefined) {
      places.set(key, found.length)
      found.push({ launch, key })
    } else found[place]!.launch = together(found[place]!.launch, command)
  }
  const variables = follow(text, visit, {
    variables: jobVariables(job),
    worthReading: (inner) => launcherName.test(inner),
  })
  return { job, variables, launches: found.map(({ launch }) => launch), tasks }
}

/** A launcher's name is among so many words of a command. */
const mostBefore = 100

function launchOf(command: ShellCommand, rounds = 1): Launch | undefined {
  const { words } = command
  // What is only printed starts nothing.
  if (/^(?:echo|printf)$/.test(words[0]?.text ?? '')) return undefined
  for (let index = 0; index < Math.min(words.length, mostBefore); index++) {
    if (words[index]!.text === undefined) continue
    for (const launcher of launchers) {
      const begin = launcher.begins(words, index)
      if (begin === undefined) continue
      const { options, rest, module } = launcherOptions(words.slice(begin), launcher)
      const [script, ...others] = rest
      const hasSubcommand = script !== undefined && (isTrlCommand(rest, 0) || hasOwnCommand(launcher, script))
      return {
        launcher,
        command,
        options,
        script,
        words: hasSubcommand ? others.slice(1) : others,
        module,
        subcommand: hasSubcommand ? `${script.text?.split('/').at(-1)} ${others[0]?.text}` : undefined,
        environment: command.environment(),
        rounds,
      }
    }
  }
  return undefined
}

const hasOwnCommand = ({ id }: Launcher, script: ShellWord): boolean =>
  (id === 'axolotl' || id === 'llama-factory' || id === 'ms-swift') && !script.text?.includes('.cli.')

/** One launch for two rounds of a loop: what differs is not known. */
function together(launch: Launch, again: ShellCommand): Launch {
  const words = launch.command.words.map((word, index): ShellWord => {
    const other = again.words[index]
    if (!other || other.text === word.text) return word
    const unknown = { why: 'choice', names: again.loops, level: again.level } as const
    const piece: Piece = { text: undefined, start: word.start, end: word.end, exact: false, unknown }
    return { ...word, text: undefined, pieces: [piece] }
  })
  return launchOf({ ...launch.command, words }, launch.rounds + 1) ?? launch
}
