/** What a command of a script is: its words after the shell has expanded them, and what the shell hands to it. */
import type { Level, Piece } from './piece.ts'

export interface ShellWord {
  /** Undefined where only the run decides. */
  readonly text: string | undefined
  /** As written. */
  readonly raw: string
  readonly start: number
  readonly end: number
  readonly pieces: readonly Piece[]
  /** Without quotes around it an unknown text can become no word, one or several. */
  readonly many: boolean
}

/** A program that runs the rest of its words, once or on several machines. */
export interface Wrapper {
  readonly program: 'srun' | 'ssh' | 'mpirun' | 'shell'
  /** Its own words, the program's name first. */
  readonly words: readonly ShellWord[]
}

export interface ShellCommand {
  readonly words: readonly ShellWord[]
  /** Where the command begins in the file. */
  readonly at: number
  /** Who expanded the words. */
  readonly level: Level
  /** The outermost first. */
  readonly wrappers: readonly Wrapper[]
  /** It goes on while the script does. */
  readonly background: boolean
  /** The same line runs once for each value of these variables. */
  readonly loops: readonly string[]
  /** The variables that the command is started with, as far as the script sets them. */
  readonly environment: () => ReadonlyMap<string, readonly Piece[]>
  /** Only kept in quotes: nothing that we can follow runs it. */
  readonly guessed: boolean
  /** The variables that are set for this command alone. */
  readonly assignments: ReadonlyMap<string, readonly Piece[]>
}
