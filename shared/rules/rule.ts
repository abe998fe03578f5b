/** What a rule is: a question to the whole run, answered in facts. Its words are on its page. */
import type { Answers, Run } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import type { Source } from '../source.ts'
import type { Released } from '../tools/tool.ts'

/** error: will fail or be wrong; warning: probably not meant; hint: could be better. */
export type Severity = 'error' | 'warning' | 'hint'

/** What a message of the rule is filled with. */
export type Facts = Readonly<Record<string, Value>>

export interface Rule {
  /** Permanent. Names what is wrong. */
  readonly id: string
  readonly severity: Severity
  /** The options it reads: where it shows, what it links. The first one is where the finding stands. */
  readonly about: readonly [FieldKey, ...FieldKey[]]
  readonly sources: readonly [Source, ...Source[]]
  /** The releases it holds for, e.g. `{ deepspeed: '>=0.19.3' }`; all where nothing is said. A plan is for the newest known. */
  readonly versions?: Readonly<Partial<Record<Released, string>>>
  /** It speaks of the files that a plan becomes; what a file of somebody's own does there, a rule about files says. */
  readonly ofPlans?: true
  /** When the user sees the trouble if nobody tells: reading the file, preparing the launch, in every worker, later in training, or never. */
  readonly seen: 'load' | 'launch' | 'worker' | 'late' | 'never'
  /** Nothing = all is well. */
  readonly check: (run: Run) => Facts | undefined
  /** The answers that mend it; null takes an answer back. */
  readonly fix?: (run: Run) => Answers
  /** Answers that must trigger it and answers that must not: tests, the page and the playground read them. */
  readonly example: { readonly bad: Answers; readonly good: Answers }
}

export const rule = <const R extends Rule>(one: R): R => one

/** One doubt about a run. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly key: FieldKey
  readonly facts: Facts
  readonly fix: Answers | undefined
}
