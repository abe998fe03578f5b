/** What an emitter is: a plan in, a longer plan out. The order of the list is the order of wrapping. */
import type { Run } from '../config.ts'
import type { When } from '../fields/when.ts'
import type { Source } from '../source.ts'

export interface EmittedFile {
  /** Relative to the folder that is written to. */
  readonly path: string
  readonly text: string
  readonly executable?: boolean
}

/** A word of a command: a text, or a shell variable that differs from machine to machine, with the value it has where nobody sets it. */
export type Word = string | { readonly variable: string; readonly otherwise: string }

/** A piece of a command that belongs on one line: a program with its verb, a script, an option with its values. */
export type Phrase = readonly Word[]

export interface Plan {
  readonly files: readonly EmittedFile[]
  /** The command as phrases; `command.flat()` is its argument list. */
  readonly command: readonly Phrase[]
  /** Variables that the command is started with. */
  readonly environment?: readonly (readonly [name: string, value: Word])[]
}

/** What an emitter may say inside a file, in the reader's language; silent where comments are not wanted. */
export interface Remarks {
  /** The one-sentence summary of an option. */
  readonly summary: (key: string) => string | undefined
  /** A remark of the interface, filled in with facts. */
  readonly remark: (id: string, facts?: Readonly<Record<string, string | number>>) => string | undefined
}

export const silent: Remarks = { summary: () => undefined, remark: () => undefined }

export interface Emitter {
  /** Permanent. */
  readonly id: string
  readonly appliesWhen?: When
  readonly sources: readonly [Source, ...Source[]]
  readonly extend: (plan: Plan, run: Run, remarks: Remarks) => Plan
}

export const emitter = <const E extends Emitter>(one: E): E => one
