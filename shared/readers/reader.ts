/** What a reader is: a text that somebody wrote → answers, with a place for everything. */
import type { Claim } from '../claims.ts'
import type { Answers, Refusal } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import type { Launches } from '../launchers/launches.ts'
import type { Document, Place, TextFinding } from '../python/yaml/node.ts'

/** Where something stands in the text that was read. */
export interface Written {
  /** As the file spells it: a dotted path for files with sections, a flag or argument without its dashes for a command. */
  readonly path: string
  readonly at: Place
  readonly valueAt: Place
  /** The offset behind the value. */
  readonly end: number
  /** What a shell makes of the value, where it is another text than the file has; undefined where only the run knows. Absent in other files. */
  readonly text?: string | undefined
}

/** An option that the file gives, under the name of the option; `num_processes` is `accelerate.num_processes` here, whatever its home. */
export interface Given extends Written {
  readonly key: FieldKey
  /** null: the file names the key and says nothing. */
  readonly value: Value
}

/** A key that the file gives and no option stands for. */
export interface Unknown extends Written {
  /** The value as written, shortened; strip control characters before printing. */
  readonly value: string
  /** It stands before the script of a command, so that the launcher reads it. */
  readonly launcher?: boolean
}

/** An option that the file gives with a value that is only known when the tool runs. */
export interface Open extends Written {
  readonly key: FieldKey
  /** As written. */
  readonly value: string
}

/** An option that the file gives with a value it cannot have. */
export interface Refused extends Written {
  readonly refusal: Refusal
}

/** Another file of the same run that this one names. */
export interface Reference extends Written {
  readonly kind: 'accelerate' | 'deepspeed' | 'trl' | 'axolotl' | 'llama-factory' | 'ms-swift' | 'host-file'
  readonly file: string
}

export interface Reading {
  readonly kind: string
  /** How the text is edited; `shell` has no tree. */
  readonly language: 'yaml' | 'json' | 'shell'
  readonly document: Document | null
  /** What the file says, each value in its home. */
  readonly answers: Answers
  /** What its silence means to the tool, where we would have chosen otherwise. `{...implied, ...answers}` is the run of the file. */
  readonly implied: Answers
  /** In the order of the file. */
  readonly given: readonly Given[]
  readonly unknown: readonly Unknown[]
  readonly refused: readonly Refused[]
  /** Keys that the tool reads and that no option of ours says. */
  readonly passed?: readonly Unknown[]
  /** Keys that the tool reads and whose meaning another key of the file holds. */
  readonly understood?: readonly Unknown[]
  readonly open?: readonly Open[]
  readonly references: readonly Reference[]
  readonly findings: readonly TextFinding[]
  /** What the text says, under the names of its tools. A reader of a tree leaves it out: `claimsOf` makes them from the keys. */
  readonly claims?: readonly Claim[]
  /** The commands of a script that start training. */
  readonly launches?: Launches
  /** A command of a trainer whose defaults are known, and that reads no other file: `implied` is what its silence means. */
  readonly ownDefaults?: true
  /** A command that launches without Accelerate, which therefore reads no file of its own. */
  readonly elsewhere?: true
}

/** What is known of a text before it is read: the names that stand at the beginning of a line, or before a colon in JSON. */
export interface Sample {
  readonly text: string
  readonly names: ReadonlySet<string>
  readonly json: boolean
}

export interface Reader {
  /** Permanent: the `kind` of a reading. */
  readonly id: string
  /** How sure the reader is that the text is of its kind: 0 = not at all; the highest wins, the first of equals. */
  readonly recognise: (sample: Sample) => number
  readonly read: (text: string) => Reading
}

export const reader = <const R extends Reader>(one: R): R => one
