/** The pre-flight and the rehearsal of a run → lines. */

import { fill } from '../../shared/pages.ts'
import { isProblem, type Preflight, type Standing } from '../../shared/rehearsal/preflight.ts'
import { type Proof, ruleOfClaim, type Verdict } from '../../shared/rehearsal/verdicts.ts'
import type { Wording } from '../face.ts'
import { findingText } from '../finding-text.ts'
import type { Rehearsal } from '../rehearse.ts'
import { ofPreflight, type Trouble } from '../trouble.ts'
import type { Style } from './style.ts'
import { clean, wrap } from './text.ts'

const marks: Readonly<Record<Standing | Verdict, string>> = {
  good: '✓',
  error: '✗',
  warning: '!',
  hint: '!',
  unseen: '?',
  shown: '✓',
  contradicted: '✗',
  'not-shown': '?',
}

const marked = (style: Style, standing: Standing | Verdict): string => {
  const mark = marks[standing]
  if (standing === 'good' || standing === 'shown') return style.good(mark)
  return standing === 'error' || standing === 'contradicted' ? style.bad(mark) : style.warning(mark)
}

export const sentence = (wording: Wording, id: string, facts: Readonly<Record<string, string | number>> = {}): string =>
  clean(fill(wording.sentences(`rehearsal.${id}`) ?? id, facts))

/** A problem as lines: what is wrong, what to do, where to read on. */
export function troubleLines(trouble: Trouble, wording: Wording, style: Style, columns: number): readonly string[] {
  const { message, fix, more } = findingText(trouble, wording)
  const mark = marked(style, trouble.severity)
  const lines = wrap(clean(message), columns - 4)
  return [
    ...lines.map((line, place) => (place === 0 ? `  ${mark} ${line}` : `    ${line}`)),
    ...wrap(clean(fix), columns - 6).map((line) => `      ${line}`),
    style.dim(`      ${more}`),
  ]
}

export function preflightLines(
  found: readonly Preflight[],
  wording: Wording,
  style: Style,
  columns: number,
): readonly string[] {
  return [
    style.bold(sentence(wording, 'preflight-title')),
    ...found.flatMap((one) => {
      if (isProblem(one)) return ofPreflight([one]).flatMap((trouble) => troubleLines(trouble, wording, style, columns))
      const facts = one.facts as Readonly<Record<string, string | number>>
      const text = sentence(wording, `preflight.${one.id}-${one.standing}`, facts)
      return wrap(text, columns - 4).map((line, place) =>
        place === 0 ? `  ${marked(style, one.standing)} ${line}` : `    ${line}`,
      )
    }),
  ]
}

const proofText = ({ id, expected, found }: Proof, wording: Wording): string => {
  const shown = found === '' || found === expected ? expected : found
  return `${sentence(wording, `claims.${id}`)}: ${clean(shown)}`
}

export function rehearsalLines(
  rehearsal: Rehearsal,
  troubles: readonly Trouble[],
  never: readonly string[],
  wording: Wording,
  style: Style,
  columns: number,
): readonly string[] {
  const { proofs, overrides, said } = rehearsal
  const claims = new Map(proofs.map((proof) => [ruleOfClaim[proof.id], proof]))
  const lines = (trouble: Trouble) => troubleLines(trouble, wording, style, columns)
  return [
    style.bold(sentence(wording, 'title')),
    ...troubles.filter(({ rule }) => !claims.has(rule)).flatMap(lines),
    ...proofs.flatMap((proof) => [
      ...(proof.verdict === 'contradicted'
        ? troubles.filter(({ rule }) => rule === ruleOfClaim[proof.id]).flatMap(lines)
        : [`  ${marked(style, proof.verdict)} ${proofText(proof, wording)}`]),
    ]),
    ...(said === ''
      ? []
      : ['', style.bold(sentence(wording, 'said')), ...said.split('\n').map((line) => `  ${clean(line)}`)]),
    '',
    style.bold(sentence(wording, 'changed-title')),
    ...overrides.map(({ what, original, rehearsal: now }) =>
      style.dim(`  ${clean(what)}: ${clean(original) || sentence(wording, 'none')} → ${clean(now)}`),
    ),
    '',
    style.bold(sentence(wording, 'never-title')),
    ...never.map((id) => `  ? ${sentence(wording, `never.${id}`)}`),
  ]
}
