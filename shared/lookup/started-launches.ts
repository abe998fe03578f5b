/** What the launches of a run start, and where in the script their words are. */
import { type StartedLaunch, startsOf } from '../launch.ts'
import type { Option } from '../launchers/options.ts'
import type { FileSet, ReadFile, Spot } from '../rules/file-rule.ts'
import type { Piece } from '../shell/piece.ts'
import { placer } from '../shell/piece.ts'

const started = new WeakMap<readonly ReadFile[], readonly StartedLaunch[]>()

/** Several rules ask about the same launches. */
export function launchesOfRun({ files }: Pick<FileSet, 'files'>): readonly StartedLaunch[] {
  const known = started.get(files)
  if (known) return known
  const found = startsOf(files).filter(({ launch }) => !launch.command.guessed)
  started.set(files, found)
  return found
}

const placers = new WeakMap<ReadFile, ReturnType<typeof placer>>()

/** A place in the script. */
export function spotAt(file: ReadFile, key: string, start: number, end: number): Spot {
  const place = placers.get(file) ?? placer(file.text)
  placers.set(file, place)
  return { file, key, at: place(start), end: Math.max(start, end) }
}

export const optionOf = ({ launch }: StartedLaunch, ...names: readonly string[]): Option | undefined =>
  launch.options.findLast(({ name }) => names.includes(name))

/** The last flag of these names, else the command. */
export function spotOfFlag(started: StartedLaunch, ...names: readonly string[]): Spot {
  const { file, launch } = started
  const option = optionOf(started, ...names)
  if (option) return spotAt(file, option.name, option.word.start, option.values.at(-1)?.end ?? option.word.end)
  const [first] = launch.command.words
  const start = first?.start ?? launch.command.at
  return spotAt(file, launch.launcher.id, start, first?.end ?? start)
}

export const spotOfPieces = (file: ReadFile, key: string, pieces: readonly Piece[]): Spot =>
  spotAt(file, key, pieces[0]?.start ?? 0, pieces.at(-1)?.end ?? 0)

/** An address that means the machine itself on every machine. */
export const isLoopback = (address: string): boolean => /^(?:localhost|127\.|0\.0\.0\.0$|::1$)/i.test(address)
