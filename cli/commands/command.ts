/** What a command is: its flags, and what it does with a call. Its words are on its page: title, summary, and a sentence for each flag under `choices`. */
import type { Field } from '../../shared/fields/field.ts'
import type { Language } from '../../shared/pages.ts'
import type { Wording } from '../face.ts'
import type { Host } from '../host.ts'
import type { TerminalWords } from '../words/words.ts'

export interface Flag {
  /** Without dashes. */
  readonly name: string
  readonly short?: string
  /** What the value is called in the help; a flag without it takes no value. */
  readonly value?: string
  /** The words that the value can be, where there are few: what a shell offers. */
  readonly words?: readonly string[]
}

/** Flags and words of one command line, as they were typed. */
export interface Arguments {
  /** As typed, without the name of the command. */
  readonly typed: readonly string[]
  readonly positionals: readonly string[]
  /** Flag → its values, in the order they were given; a flag without a value has an empty text. */
  readonly flags: ReadonlyMap<string, readonly string[]>
  /** Options of a run that were given as flags of their own, e.g. `--lora.r 32`. */
  readonly options: readonly (readonly [key: string, text: string])[]
}

export interface Call extends Arguments {
  readonly host: Host
  readonly language: Language
  readonly wording: Wording
  readonly words: TerminalWords
  /** Of this program. */
  readonly version: string
  /** Called when a face takes the terminal over: from then on it is the face that gives it back. */
  readonly handOver?: (() => void) | undefined
}

export interface Command {
  readonly flags: readonly Flag[]
  /** The names of the words it takes, for the help; the last one may stand for several: `FILE…`. Optional ones stand in brackets. */
  readonly positionals?: readonly string[]
  /** Whether every option of a run is a flag of this command. */
  readonly takesOptions?: boolean
  /** The exit code. */
  readonly run: (call: Call) => Promise<number>
}

/** Whether a flag was given. */
export const has = (call: Arguments, name: string): boolean => call.flags.has(name)
/** The value of a flag; the last one wins. */
export const flagValue = (call: Arguments, name: string): string | undefined => call.flags.get(name)?.at(-1)

export type FieldLookup = (key: string) => Field | undefined
