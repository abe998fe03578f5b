/** What `try` and `launch` find wrong: in the files, on the machine, in a rehearsal; each said by the page of its rule. */
import { type Preflight, ruleOfPreflight } from '../shared/rehearsal/preflight.ts'
import { ruleOfClaim } from '../shared/rehearsal/verdicts.ts'
import type { ReadFile } from '../shared/rules/file-rule.ts'
import type { Facts, Severity } from '../shared/rules/rule.ts'
import { foundIn, usual } from './check-run.ts'
import type { Wording } from './face.ts'
import { findingText } from './finding-text.ts'
import { existsFor, type Gathered } from './gather-files.ts'
import type { Host } from './host.ts'
import type { Rehearsal } from './rehearse.ts'

export interface Trouble {
  readonly rule: string
  readonly severity: Severity
  readonly facts: Facts
  /** Where it is, if it is in a file. */
  readonly file?: ReadFile
}

const error = (rule: string, facts: Facts): Trouble => ({ rule, severity: 'error', facts })

/** The errors that `check` finds in the files of the run. */
export const ofFiles = (host: Host, files: readonly Gathered[]): readonly Trouble[] =>
  [...foundIn(files, { ...usual, exists: existsFor(host, files) }).values()]
    .flat()
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, severity, facts, file }) => ({ rule, severity, facts, file }))

export const ofPreflight = (found: readonly Preflight[]): readonly Trouble[] =>
  found.flatMap(({ id, standing, facts }) =>
    standing === 'good' || standing === 'unseen' ? [] : [{ rule: ruleOfPreflight[id], severity: standing, facts }],
  )

export const ofRehearsal = (
  { prepared, proofs, late }: Rehearsal,
  model: string,
  minutes: number,
): readonly Trouble[] => [
  ...(prepared.problem === 'model' ? [error('rehearsal/unreadable-model', { detail: prepared.detail ?? '' })] : []),
  ...(prepared.problem === 'prepare' ? [error('rehearsal/not-prepared', { detail: prepared.detail ?? '' })] : []),
  ...(prepared.data_problem === undefined ? [] : [error('rehearsal/unusable-data', { detail: prepared.data_problem })]),
  ...(prepared.lacks_template ? [error('rehearsal/missing-chat-template', { model })] : []),
  ...(late ? [error('rehearsal/timeout', { minutes })] : []),
  ...proofs
    .filter(({ verdict }) => verdict === 'contradicted')
    .map(({ id, expected, found }) => error(ruleOfClaim[id], { expected, found })),
]

/** As `--json` prints it. */
export function troubleJson(trouble: Trouble, wording: Wording) {
  const { message, fix, url } = findingText(trouble, wording)
  return { rule: trouble.rule, severity: trouble.severity, message, fix, url, path: trouble.file?.path ?? null }
}
