/** A finding → what it says and what to do, in the words of its rule's page; and the same as JSON. */
import type { Value } from '../shared/fields/field.ts'
import { fill } from '../shared/pages.ts'
import type { Finding } from '../shared/rules/rule.ts'
import type { Wording } from './face.ts'
import { address } from './print/problem.ts'

export interface FindingText {
  readonly message: string
  readonly fix: string
  readonly url: string
}

export function findingText(finding: Pick<Finding, 'rule' | 'facts'>, wording: Wording): FindingText {
  const words = wording.words(`rules/${finding.rule}`)
  return {
    message: fill(words?.message ?? finding.rule, finding.facts),
    fix: fill(words?.fix ?? '', finding.facts),
    url: address(`rules/${finding.rule}`, wording.language),
  }
}

/** A finding as `--json` prints it. */
export const findingJson = (finding: Finding, wording: Wording) => ({
  rule: finding.rule,
  severity: finding.severity,
  key: finding.key,
  ...findingText(finding, wording),
  answers: finding.fix ?? null,
})

/** A value as a person reads it and as `--set` takes it. */
export const shownValue = (value: Value): string =>
  value === null ? '' : Array.isArray(value) ? value.join(',') : String(value)
