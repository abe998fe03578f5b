/** A place in a text → the line as it is written, and a mark under what is meant. */
import type { Place } from '../../shared/python/yaml/node.ts'
import type { Style } from './style.ts'
import { clean, width } from './text.ts'

const lineBreak = /\r\n|[\n\r\x85\u2028\u2029]/

/** A line can be as long as the file; the frame shows at most so many characters of it, before the place and behind it. */
const around = 400

/** The line around an offset, without its end, and where the offset is in it. */
function lineAt(text: string, { offset, column }: Place): { readonly line: string; readonly from: number } {
  const start = Math.max(0, offset - Math.min(column - 1, around))
  const line = text.slice(start, offset + around).split(lineBreak, 1)[0] ?? ''
  return { line, from: offset - start }
}

/** A piece of a line as it may be shown: tabs as blanks, nothing that could move the cursor. */
const visible = (text: string): string => clean(text.replaceAll('\t', '  ')).replaceAll('\n', '')

/** Two lines: the text with its number, and the mark. `paint` colours the mark. */
export function codeFrame(
  text: string,
  at: Place,
  end: number,
  columns: number,
  { dim }: Style,
  paint: (text: string) => string,
): readonly string[] {
  const { line, from } = lineAt(text, at)
  const number = String(at.line)
  const room = Math.max(16, columns - number.length - 4)
  let before = visible(line.slice(0, from))
  let after = visible(line.slice(from))
  const marked = visible(line.slice(from, Math.max(from + 1, from + (end - at.offset)))).trimEnd()
  if (width(before) > room / 2) before = `…${tail(before, Math.floor(room / 3))}`
  after = head(after, room - width(before))
  const mark = Math.max(1, Math.min(width(marked), width(after)))
  return [
    `${dim(`${number} │`)} ${before}${after}`.trimEnd(),
    `${dim(`${' '.repeat(number.length)} │`)} ${' '.repeat(width(before))}${paint('^'.repeat(mark))}`,
  ]
}

/** The beginning of a text, of at most so many columns. */
function head(text: string, columns: number): string {
  if (width(text) <= columns) return text
  let shown = ''
  let used = 0
  for (const one of text) {
    used += width(one)
    if (used > columns - 1) break
    shown += one
  }
  return `${shown}…`
}

const tail = (text: string, columns: number): string => {
  let shown = ''
  let used = 0
  for (const one of [...text].reverse()) {
    used += width(one)
    if (used > columns) break
    shown = one + shown
  }
  return shown
}
