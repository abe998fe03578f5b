/** A run → its findings: all of them, the most serious first. */
import type { Answers, Run } from './config.ts'
import type { FieldKey } from './fields/index.ts'
import { rules } from './rules/index.ts'
import type { Finding, Severity } from './rules/rule.ts'

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 }

/** Every finding about a run; empty = nothing to say. */
export function check(run: Run): readonly Finding[] {
  return rules
    .flatMap((rule): Finding[] => {
      const facts = rule.run?.check(run)
      if (!facts) return []
      const key = rule.reads.options[0] as FieldKey
      return [{ rule: rule.id, severity: rule.severity, key, facts, fix: rule.run?.fix?.(run) }]
    })
    .sort((a, b) => order[a.severity] - order[b.severity])
}

/** Whether a severity is at or above a bar. */
export const atLeast = (severity: Severity, bar: Severity): boolean => order[severity] <= order[bar]

/** Answers with a fix applied: its values said, its nulls taken back. */
export function mended(answers: Answers, fix: Answers): Answers {
  return Object.fromEntries(Object.entries({ ...answers, ...fix }).filter(([, value]) => value !== null)) as Answers
}
