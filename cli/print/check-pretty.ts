/** What was found in files → lines for a person: what is wrong, where, why, what to do, the page. */

import { effectText } from '../../shared/effect-text.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import { ruleOf } from '../../shared/rules/about.ts'
import type { FileFinding } from '../../shared/rules/file-rule.ts'
import type { Wording } from '../face.ts'
import { findingText } from '../finding-text.ts'
import type { TerminalWords } from '../words/words.ts'
import type { Report } from './check-report.ts'
import { codeFrame } from './code-frame.ts'
import type { Style } from './style.ts'
import { clean, cleanPath, wrap } from './text.ts'

export function findingBlock(
  finding: FileFinding,
  wording: Wording,
  words: TerminalWords,
  style: Style,
  columns: number,
  fixable = false,
): readonly string[] {
  const paint = { error: style.bad, warning: style.warning, hint: style.accent }[finding.severity]
  const { message, fix, more } = findingText(finding, wording)
  const { file, at, end } = finding
  const known = ruleOf(finding.rule)
  const weight = words[`severity-${finding.severity}`]
  // An address that is broken is none.
  const mark = fixable ? `  ${style.accent('--fix')}` : ''
  const apart = 2 + finding.rule.length + 2 + more.length + (fixable ? 7 : 0) > columns
  const foot = apart
    ? [`  ${style.dim(finding.rule)}${mark}`, style.dim(`  ${more}`)]
    : [`  ${style.dim(`${finding.rule}  ${more}`)}${mark}`]
  const [first = '', ...rest] = wrap(clean(`${weight}  ${message}`), columns, '  ')
  return [
    paint(weight) + style.bold(first.slice(weight.length)),
    ...rest.map((line) => style.bold(line)),
    style.dim(`  ${cleanPath(file.path)}:${at.line}:${at.column}`),
    ...codeFrame(file.text, at, end, columns - 2, style, paint).map((line) => `  ${line}`),
    ...(fix ? wrap(clean(fix), columns - 2).map((line) => `  ${line}`) : []),
    ...(known ? wrap(effectText(known, wording.sentences), columns - 2).map((line) => style.dim(`  ${line}`)) : []),
    ...foot,
    '',
  ]
}

/** So many errors, warnings and hints, those of which there are any. */
export const countsOf = (summary: Report['summary'], wording: Wording): readonly string[] =>
  Object.entries(summary).flatMap(([name, count]) => (count > 0 ? [counted(name, count, wording)] : []))

function counted(name: string, count: number, wording: Wording): string {
  return fill(wording.sentences(`check.counts.${name}${count === 1 ? '-one' : ''}`) ?? name, { count })
}

/** So many rules had all they read in some run. */
const judgedIn = (coverage: Report['coverage']): number => new Set(coverage.flatMap(({ judged }) => judged)).size

/** So many options are named; a run that nothing is known of lacks hundreds. */
const mostNamed = 3

/** What was not judged, and what would change that. A rule that was judged in one run is told of where another run lacks something. */
function silentLines(coverage: Report['coverage'], wording: Wording): readonly string[] {
  const wants = new Map<string, { readonly rules: Set<string>; readonly options: Set<string> }>()
  for (const { silent } of coverage) {
    for (const { want, rules, options } of silent) {
      const known = wants.get(want) ?? { rules: new Set(), options: new Set() }
      for (const rule of rules) known.rules.add(rule)
      for (const option of options) known.options.add(option)
      wants.set(want, known)
    }
  }
  return [...wants].map(([want, { rules, options }]) => {
    const groups = [...new Set([...rules].map((id) => id.slice(0, id.indexOf('/'))))].sort()
    const keys = [...options].slice(0, mostNamed)
    return fill(wording.sentences(`coverage.silent${rules.size === 1 ? '-one' : ''}`) ?? '', {
      count: rules.size,
      groups,
      want: fill(wording.sentences(`coverage.wants.${want}`) ?? want, { keys }),
    })
  })
}

export function prettyLines(
  { files, summary, coverage, fixable }: Report,
  wording: Wording,
  words: TerminalWords,
  style: Style,
  columns: number,
): readonly string[] {
  const say = (id: string, facts: SentenceFacts) => fill(wording.sentences(`check.${id}`) ?? id, facts)
  const counts = countsOf(summary, wording)
  const asked = counted('files', files.length, wording)
  return [
    ...files.flatMap(({ findings }) =>
      findings.flatMap((finding) => findingBlock(finding, wording, words, style, columns, fixable.has(finding))),
    ),
    counts.length === 0
      ? style.good(say('none', { files: asked, judged: judgedIn(coverage) }))
      : style.bold(say('summary', { counts, files: asked })),
    ...(fixable.size > 0 ? [say('fixable', { count: fixable.size })] : []),
    ...(counts.length > 0 ? [fill(wording.sentences('coverage.judged') ?? '', { judged: judgedIn(coverage) })] : []),
    ...silentLines(coverage, wording).flatMap((line) => wrap(line, columns, '  ')),
  ]
}
