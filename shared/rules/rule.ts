/** What a rule is: one fault, what it does to a run, what has to be known to see it, and how it is found. Its words are on its page. */
import type { Answers, Run } from '../config.ts'
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import type { Source } from '../source.ts'
import type { Released } from '../tools/tool.ts'
import type { FileSet, Hit, ReadFile } from './file-rule.ts'

/** error: the run fails or its result is wrong; warning: probably not intended; hint: could be better. */
export type Severity = 'error' | 'warning' | 'hint'

/** When the fault takes effect: a tool reads the file, the launcher prepares the processes, each process sets itself up, training runs, or afterwards. */
export type Stage = 'reading' | 'launch' | 'worker' | 'training' | 'later'

/** What the fault does: a tool stops with an error, processes wait for ever, the run goes on with something else than intended, or it costs time or memory. */
export type Consequence = 'refuses' | 'waits' | 'quiet' | 'costs'

/** Values for the placeholders of the rule's message. */
export type Facts = Readonly<Record<string, Value>>

/** Rules that apply only if they are asked for. */
export type Profile = 'mlperf'

/** Kinds of files, as readers name them; `unknown` is a file that no reader recognizes. */
export type FileKind =
  | 'accelerate'
  | 'deepspeed'
  | 'peft-adapter'
  | 'launch-script'
  | 'axolotl'
  | 'llama-factory'
  | 'ms-swift'
  | 'llama-factory-export'
  | 'axolotl-merge'
  | 'ms-swift-export'
  | 'trl'
  | 'lora-wizard'
  | 'unknown'

/** All that a rule may look at; it is given nothing else. */
export interface Reads {
  /** Options: all that `run` asks for, and those that `files` asks for or reports. The first one is where a finding about a run is placed. */
  readonly options: readonly FieldKey[]
  /** Kinds of files that `files` looks into. */
  readonly files?: readonly FileKind[] | 'any'
}

/** How a fault is seen in the options of a run, whether somebody answered them or files gave them. */
export interface RunCheck {
  /** It is about what lora-wizard would write; what a file of the user's own does there, `files` or another rule says. */
  readonly plansOnly?: true
  /** Files that show that the fault cannot be, in what the options don't say. */
  readonly unless?: (files: readonly ReadFile[]) => boolean
  /** undefined: no fault. */
  readonly check: (run: Run) => Facts | undefined
  /** Answers that remove the fault; null takes an answer back. */
  readonly fix?: (run: Run) => Answers
  /** Answers that have the fault and answers that don't: tests, the page and the playground use them. */
  readonly example: { readonly bad: Answers; readonly good: Answers }
}

/** How a fault is seen in files. */
export interface FilesCheck {
  readonly profile?: Profile
  readonly check: (set: FileSet) => Iterable<Hit>
  /** Files that have the fault and files that don't: tests, the page and the playground use them. */
  readonly example: {
    readonly bad: Readonly<Record<string, string>>
    readonly good: Readonly<Record<string, string>>
  }
}

/** How a fault is seen on the machine that starts a run: no file shows it, `try` and `launch` look for it. */
export interface MachineCheck {
  readonly seenBy: 'preflight' | 'rehearsal'
  /** What its message says about a run that has the fault. */
  readonly example: Facts
}

export interface Rule {
  /** `group/name`; it never changes. */
  readonly id: string
  readonly severity: Severity
  readonly stage: Stage
  readonly consequence: Consequence
  readonly sources: readonly [Source, ...Source[]]
  /** Releases it holds for, such as `{ deepspeed: '>=0.19.3' }`; every release if absent. A plan is for the newest known ones. */
  readonly releases?: Readonly<Partial<Record<Released, string>>>
  readonly reads: Reads
  readonly run?: RunCheck
  readonly files?: FilesCheck
  readonly machine?: MachineCheck
}

export const rule = <const R extends Rule>(one: R): R => one

/** One fault of a run. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly key: FieldKey
  readonly facts: Facts
  readonly fix: Answers | undefined
}
