/** Findings → lines: weight, what is wrong, what to do, the page. */
import type { Finding } from '../../shared/rules/rule.ts'
import type { Wording } from '../face.ts'
import { findingText, shownValue } from '../finding-text.ts'
import type { TerminalWords } from '../words/words.ts'
import type { Style } from './style.ts'
import { clean, wrap } from './text.ts'

export function findingLines(
  findings: readonly Finding[],
  wording: Wording,
  words: TerminalWords,
  style: Style,
  columns: number,
): readonly string[] {
  const paint = { error: style.bad, warning: style.warning, hint: style.accent }
  return findings.flatMap((finding) => {
    const { message, fix, more } = findingText(finding, wording)
    const [first = '', ...rest] = wrap(clean(`${finding.key}  ${message}`), columns - 4)
    const mend = Object.entries(finding.fix ?? {})
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `--set ${key}=${shownValue(value)}`)
    return [
      `${paint[finding.severity](words[`severity-${finding.severity}`])}  ${style.bold(first)}`,
      ...rest.map((line) => `  ${style.bold(line)}`),
      ...(fix ? wrap(clean(fix), columns - 4).map((line) => `  ${line}`) : []),
      ...mend.map((line) => `  ${style.accent(line)}`),
      `  ${style.dim(more)}`,
    ]
  })
}
