/** What stands and what would stand → the lines that differ, with a few around them. */
import { structuredPatch } from 'diff'
import type { Style } from './style.ts'
import { clean } from './text.ts'

export function differenceLines(before: string, after: string, style: Style): readonly string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2, maxEditLength: 5_000 }) ?? {
    hunks: [],
  }
  return hunks.flatMap(({ lines, oldStart, newStart }) => [
    style.dim(`@@ ${oldStart} → ${newStart}`),
    ...lines.map((line) => {
      // The end of a Windows line is no line of its own.
      const text = clean(line.replace(/\r$/, ''))
      return line.startsWith('+') ? style.good(text) : line.startsWith('-') ? style.bad(text) : style.dim(text)
    }),
  ])
}
