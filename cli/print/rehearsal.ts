/** The pre-flight and the rehearsal of a run → lines and JSON. */

import { fill } from '../../shared/pages.ts'
import type { Preflight, Standing } from '../../shared/rehearsal/preflight.ts'
import type { Proof, Verdict } from '../../shared/rehearsal/verdicts.ts'
import type { Wording } from '../face.ts'
import type { Rehearsal } from '../rehearse.ts'
import type { Style } from './style.ts'
import { clean } from './text.ts'

const marks: Readonly<Record<Standing | Verdict, string>> = {
  good: '✓',
  bad: '✗',
  doubtful: '!',
  unseen: '?',
  shown: '✓',
  contradicted: '✗',
  'not-shown': '?',
}

const marked = (style: Style, standing: Standing | Verdict): string => {
  const mark = marks[standing]
  if (standing === 'good' || standing === 'shown') return style.good(mark)
  return standing === 'bad' || standing === 'contradicted' ? style.bad(mark) : style.warning(mark)
}

export const sentence = (wording: Wording, id: string, facts: Readonly<Record<string, string | number>> = {}): string =>
  clean(fill(wording.sentences(`rehearsal.${id}`) ?? id, facts))

export const preflightText = ({ id, standing, facts }: Preflight, wording: Wording): string =>
  sentence(wording, `preflight.${id}-${standing}`, facts)

export const preflightLines = (found: readonly Preflight[], wording: Wording, style: Style): readonly string[] => [
  style.bold(sentence(wording, 'preflight-title')),
  ...found.map((one) => `  ${marked(style, one.standing)} ${preflightText(one, wording)}`),
]

export const proofText = ({ id, expected, found }: Proof, wording: Wording): string => {
  const name = sentence(wording, `claims.${id}`)
  const shown = found === '' || found === expected ? expected : found
  return `${name}: ${clean(shown)}`
}

export function rehearsalLines(
  rehearsal: Rehearsal,
  never: readonly string[],
  wording: Wording,
  style: Style,
): readonly string[] {
  const { proofs, overrides, said, prepared } = rehearsal
  const trouble = prepared.problem
    ? [
        `  ${marked(style, 'bad')} ${sentence(wording, `problem-${prepared.problem}`, { detail: prepared.detail ?? '' })}`,
      ]
    : []
  const data = prepared.data_problem
    ? [`  ${marked(style, 'bad')} ${sentence(wording, 'problem-data', { detail: prepared.data_problem })}`]
    : []
  const contradicted = (proof: Proof) =>
    proof.verdict === 'contradicted' && proof.found !== ''
      ? [`      ${sentence(wording, 'expected', { expected: proof.expected })}`]
      : []
  return [
    style.bold(sentence(wording, 'title')),
    ...trouble,
    ...data,
    ...proofs.flatMap((proof) => [
      `  ${marked(style, proof.verdict)} ${proofText(proof, wording)}`,
      ...contradicted(proof),
    ]),
    ...(said === ''
      ? []
      : ['', style.bold(sentence(wording, 'said')), ...said.split('\n').map((line) => `  ${clean(line)}`)]),
    '',
    style.bold(sentence(wording, 'changed-title')),
    ...overrides.map(({ what, original, rehearsal: now }) =>
      style.dim(`  ${clean(what)}: ${clean(original) || '–'} → ${clean(now)}`),
    ),
    '',
    style.bold(sentence(wording, 'never-title')),
    ...never.map((id) => `  ? ${sentence(wording, `never.${id}`)}`),
  ]
}
