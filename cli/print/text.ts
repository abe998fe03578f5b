/** Text for a terminal: how wide it is, where its lines break, and what must never reach the screen. */
/** Marks that take no column of their own, and characters that take two (East Asian wide and full-width, emoji shown as pictures). */
const none = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const two =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u

/** Columns a text takes, styles not counted; 汉字 take two. */
export function width(text: string): number {
  const plain = text.includes('\u001b') ? text.replace(/\u001b\[[\d;]*m/g, '') : text
  if (/^[\u0020-\u007e]*$/.test(plain)) return plain.length
  let columns = 0
  for (const one of plain) columns += none.test(one) ? 0 : two.test(one) ? 2 : 1
  return columns
}

/** A text that came from a file or a log without its control characters, which could move the cursor or say something else than they show. */
export const clean = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '')

/** The path of a file on one line: a name can have line breaks, and what follows one would look like something we say. */
export const cleanPath = (path: string): string => clean(path).replaceAll('\n', '\\n')

/** The columns to print in: the terminal's, but not so many that lines become hard to read. */
export const columnsOf = (stream: NodeJS.WriteStream, most = 100): number =>
  Math.min(most, Math.max(20, stream.columns || 80))

/** A text filled up with spaces. */
export const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)))

/** Where a line may break: after a space, after Chinese punctuation and around each 汉字, but never before closing punctuation. */
const pieces =
  /\s+|[\u3400-\u9fff\uf900-\ufaff][，。：；！？、）》”’…]*|[^\s\u3400-\u9fff\uf900-\ufaff，。：；！？、]+[，。：；！？、）》”’…]*|[，。：；！？、]+/g

/** Lines of at most so many columns; a word longer than a line stands alone. Later lines begin with `indent`. Styles must be put on afterwards or span single words. */
export function wrap(text: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const [piece] of paragraph.matchAll(pieces)) {
      const blank = /^\s+$/.test(piece)
      if (width(line) + width(blank ? '' : piece) > columns && line.trim() !== '') {
        lines.push(line.trimEnd())
        line = blank ? indent : indent + piece
      } else line += piece
    }
    lines.push(line.trimEnd())
  }
  return lines
}
