/** Lines of styled text with a known display width: what every pane is made of, so that no column ever breaks. */
import stringWidth from 'string-width'
import { graphemes, quickWidth } from './width.ts'

export type Colour = 'accent' | 'error' | 'warning' | 'hint' | 'added' | 'removed'

export interface Style {
  readonly colour?: Colour
  readonly bold?: boolean
  readonly dim?: boolean
  readonly inverse?: boolean
}

export interface Span extends Style {
  readonly text: string
}

export type Line = readonly Span[]

export const span = (text: string, style: Style = {}): Span => ({ text, ...style })
export const plain = (text: string, style: Style = {}): Line => [span(text, style)]
export const empty: Line = []

const widths = new Map<string, number>()

/** The columns a character takes. */
function widthOf(character: string): number {
  const quick = quickWidth(character) ?? widths.get(character)
  if (quick !== undefined) return quick
  const width = stringWidth(character)
  widths.set(character, width)
  return width
}

/** The columns a text takes. */
export function displayWidth(text: string): number {
  const quick = quickWidth(text)
  if (quick !== undefined) return quick
  let width = 0
  for (const character of graphemes(text)) width += widthOf(character)
  return width
}

export const lineWidth = (line: Line): number => line.reduce((width, { text }) => width + displayWidth(text), 0)

/** What a terminal would act on instead of showing it, taken out; tabs become spaces. */
export const printable = (text: string): string =>
  text
    .replaceAll('\t', '  ')
    .replace(
      /\u001B\[[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]|[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g,
      '',
    )

/** The beginning of a text that fits, with an ellipsis where something is cut. */
export function cut(text: string, columns: number, ellipsis = '…'): string {
  if (displayWidth(text) <= columns) return text
  const room = columns - displayWidth(ellipsis)
  if (room <= 0) return columns > 0 ? ellipsis.slice(0, columns) : ''
  let width = 0
  let kept = ''
  for (const character of graphemes(text)) {
    width += widthOf(character)
    if (width > room) break
    kept += character
  }
  return kept + ellipsis
}

/** A line that fits, with an ellipsis where something is cut. */
export function cutLine(line: Line, columns: number, ellipsis = '…'): Line {
  if (lineWidth(line) <= columns) return line
  const kept: Span[] = []
  let room = columns
  for (const part of line) {
    const width = displayWidth(part.text)
    if (width < room) {
      kept.push(part)
      room -= width
      continue
    }
    // Something follows or is cut here: the ellipsis takes the last column.
    kept.push({ ...part, text: cut(`${part.text}${part.text.endsWith(' ') ? '' : ' '} `, room, ellipsis) })
    break
  }
  return kept
}

/** A line with its last part moved to the right edge; the left part gives way. */
export function justified(left: Line, right: Line, columns: number, ellipsis = '…'): Line {
  const room = columns - lineWidth(right)
  if (room < 4) return cutLine(left, columns, ellipsis)
  const shown = cutLine(left, room - 1, ellipsis)
  return [...shown, span(' '.repeat(room - lineWidth(shown))), ...right]
}

/** Characters that must not begin a line in Chinese typography, and those that must not end one. */
const notFirst = /^[，。、：；！？）」』》〉】”’…—·,.:;!?)\]}%]/u
const notLast = /[（「『《〈【“‘([{]$/u

interface Piece {
  readonly text: string
  readonly style: Style
  readonly width: number
  readonly space: boolean
}

/** Where a text may be broken: between words at spaces, between wide characters anywhere that typography allows. */
function pieces(line: Line): readonly (readonly Piece[])[] {
  const units: Piece[][] = []
  let joined = false
  let before = ''
  for (const { text, ...style } of line) {
    for (const character of graphemes(text)) {
      const width = widthOf(character)
      const space = character === ' '
      const wide = width === 2
      const piece: Piece = { text: character, style, width, space }
      const last = units.at(-1)
      const breaks =
        !last ||
        space ||
        last.at(-1)?.space ||
        (!notFirst.test(character) && !notLast.test(before) && (wide || !joined))
      if (breaks) units.push([piece])
      else last.push(piece)
      joined = !wide
      before = character
    }
  }
  return units
}

const together = (characters: readonly Piece[]): Line => {
  const spans: { text: string; style: Style }[] = []
  for (const { text, style } of characters) {
    const last = spans.at(-1)
    if (last && last.style === style) last.text += text
    else spans.push({ text, style })
  }
  return spans.map(({ text, style }) => ({ ...style, text }))
}

/** The lines that a line becomes in so many columns; later ones are indented by `hang`. */
export function wrap(line: Line, columns: number, hang = 0): readonly Line[] {
  if (columns <= 2) return [cutLine(line, columns)]
  if (lineWidth(line) <= columns) return [line]
  // Spans share style objects from here on, so that neighbours of one style become one span again.
  const lines: Piece[][] = []
  let current: Piece[] = []
  let width = 0
  const room = () => (lines.length === 0 ? columns : columns - hang)
  const close = () => {
    while (current.at(-1)?.space) current.pop()
    lines.push(current)
    current = []
    width = 0
  }
  for (const unit of pieces(line)) {
    const unitWidth = unit.reduce((sum, piece) => sum + piece.width, 0)
    if (unit[0]?.space) {
      if ((width > 0 || lines.length === 0) && width + 1 <= room()) {
        current.push(...unit)
        width += 1
      }
      continue
    }
    if (width > 0 && width + unitWidth > room()) close()
    for (const piece of unit) {
      if (width + piece.width > room()) close()
      current.push(piece)
      width += piece.width
    }
  }
  if (current.length > 0 || lines.length === 0) close()
  return lines.map((characters, place) => {
    const text = together(characters)
    return place > 0 && hang > 0 ? [span(' '.repeat(hang)), ...text] : text
  })
}

/** None that vanishes on a white or a black ground: yellow does on the one, blue on the other. A hint is told by its sign. */
const colours: Readonly<Record<Colour, number>> = {
  accent: 36,
  error: 31,
  warning: 35,
  hint: 39,
  added: 32,
  removed: 31,
}

/** A line as a terminal reads it, with the colours of its own sixteen; without colours nothing but the text. */
export const terminalText = (line: Line, coloured: boolean): string =>
  line
    .map(({ text, colour, bold, dim, inverse }) => {
      if (!coloured) return text
      const opened = `${bold ? '\u001B[1m' : ''}${dim ? '\u001B[2m' : ''}${inverse ? '\u001B[7m' : ''}${colour ? `\u001B[${colours[colour]}m` : ''}`
      const closed = `${colour ? '\u001B[39m' : ''}${inverse ? '\u001B[27m' : ''}${bold || dim ? '\u001B[22m' : ''}`
      return opened + text + closed
    })
    .join('')

/** A text as wrapped lines of one style. */
export const wrapText = (text: string, columns: number, style: Style = {}, hang = 0): readonly Line[] =>
  text.split('\n').flatMap((one) => wrap(plain(printable(one), style), columns, hang))
