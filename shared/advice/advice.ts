/** The contract of an advice: what it looks for in the history of a run, how sure it is, and the change it proposes. Its words are on its page. */
import type { Run } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import type { Facts, Severity } from '../rules/rule.ts'
import type { Source } from '../source.ts'
import type { History } from '../training/history.ts'

/** How sure it is. measured: the log states it; likely: the numbers leave little else; possible: other causes are common. */
export type Certainty = 'measured' | 'likely' | 'possible'

export interface Change {
  readonly key: FieldKey
  readonly value: Value
}

/** What is known beside the log. */
export interface Seen {
  readonly history: History
  /** The configuration of the run, if it was named. */
  readonly run: Run | undefined
  /** Options that the configuration states; the others are defaults. */
  readonly stated: ReadonlySet<string>
}

export interface Diagnosis {
  readonly certainty: Certainty
  /** Numbers from the log that the message shows. */
  readonly facts: Facts
  /** Changes to the configuration, the most helpful first; empty if the log alone can't tell which. */
  readonly changes: readonly Change[]
}

export interface AdviceRule {
  /** Permanent. Names the ailment. */
  readonly id: string
  readonly severity: Severity
  readonly sources: readonly [Source, ...Source[]]
  /** Nothing = the history shows no sign of it, or too few numbers to tell. */
  readonly check: (seen: Seen) => Diagnosis | undefined
}

export const adviceRule = <const R extends AdviceRule>(one: R): R => one

export interface Advice extends Diagnosis {
  readonly rule: string
  readonly severity: Severity
}
