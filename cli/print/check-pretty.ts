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
import { clean, wrap } from './text.ts'

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
    style.dim(`  ${clean(file.path)}:${at.line}:${at.column}`),
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

export function prettyLines(
  { files, summary, fixable }: Report,
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
      ? style.good(say('none', { files: asked }))
      : style.bold(say('summary', { counts, files: asked })),
    ...(fixable.size > 0 ? [say('fixable', { count: fixable.size })] : []),
  ]
}
