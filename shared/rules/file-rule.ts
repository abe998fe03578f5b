/** What rules are shown of the files of a run, and what they find there. */
import type { EffectiveClaims } from '../claims.ts'
import type { Run } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { Change } from '../python/yaml/edit.ts'
import type { Place } from '../python/yaml/node.ts'
import type { Reading } from '../readers/reader.ts'
import type { Released } from '../tools/tool.ts'
import type { Facts, Severity } from './rule.ts'

/** A file and what it says. */
export interface ReadFile {
  /** As the user names it. */
  readonly path: string
  readonly text: string
  readonly reading: Reading
  /** Its kind was said, by somebody or by a file that names it, and not told from what stands in it. */
  readonly told?: boolean
}

/** The releases that the files are meant for. */
export type Versions = Readonly<Record<Released, string>>

/** Files that belong to one run. */
export interface FileSet {
  readonly files: readonly ReadFile[]
  /** All files that are checked together, those of other runs included. */
  readonly beside?: readonly ReadFile[]
  /** Files beside them that the run surely does not read. */
  readonly unread?: ReadonlySet<ReadFile>
  /** What all of them say together, silence included. */
  readonly run: Run
  /** Who says what, and who wins. */
  readonly claims: EffectiveClaims
  /** Options that are given with a value that only the running shell knows. */
  readonly unknown: ReadonlySet<string>
  readonly versions: Versions
  /** The ids of all rules. */
  readonly rules: ReadonlySet<string>
  /** Whether a file that another one names is there; undefined where nobody can know. */
  readonly exists: (path: string, from: string) => boolean | undefined
}

/** Something in a file. An absent key points at what should hold it. */
export interface Spot {
  readonly file: ReadFile
  /** Dotted, as the file spells it. */
  readonly key: string
  readonly at: Place
  /** The offset behind it. */
  readonly end: number
}

export interface Hit {
  readonly spot: Spot
  readonly facts: Facts
  /** Where this one weighs less than the rule usually does. */
  readonly severity?: Severity
  /** What mends it in the file of the spot, without changing anything else that is meant. */
  readonly fix?: readonly Change[]
}

/** One doubt about files: from a rule about files, or from a rule about the run that they mean. */
export interface FileFinding extends Spot {
  readonly rule: string
  readonly severity: Severity
  readonly facts: Facts
  readonly fix: readonly Change[] | undefined
  /** Where there is no edit: the answers that mend it. */
  readonly answers: Readonly<Record<string, Value>> | undefined
}
