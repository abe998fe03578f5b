/** Numbers over steps → a plot of a few rows, with dots of braille or, where only ASCII can be shown, asterisks. */
import { rough } from './figures.ts'
import { padded, width } from './text.ts'

export interface Series {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export interface PlotArea {
  /** Columns of the whole plot, axis included. */
  readonly columns: number
  readonly rows: number
  readonly ascii: boolean
  /** A horizontal line, e.g. the threshold of clipping. */
  readonly line?: number | undefined
}

/** Braille has two columns and four rows of dots in a character, numbered in this order. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const

interface Range {
  readonly low: number
  readonly high: number
}

/** What the plot shows of the y axis. A few outliers would flatten everything else: the highest hundredth is drawn at the edge. */
function rangeOf(numbers: readonly number[], line: number | undefined): Range | undefined {
  const finite = numbers.filter(Number.isFinite).sort((one, other) => one - other)
  if (finite.length === 0) return undefined
  const lowest = finite[0] as number
  const highest = finite[Math.min(finite.length - 1, Math.floor(finite.length * 0.99))] as number
  const near = line !== undefined && line < highest * 2 && line > lowest / 4
  const low = near ? Math.min(lowest, line) : lowest
  const high = near ? Math.max(highest, line) : highest
  const room = high > low ? 0 : Math.abs(high) * 0.1 || 1
  return { low: low - room, high: high + room }
}

/** The dots of a line from one place to another, the last one included, so that far points don't look like dust. */
function* between(
  [fromColumn, fromRow]: readonly [number, number],
  [column, row]: readonly [number, number],
): Generator<readonly [column: number, row: number]> {
  for (let at = fromColumn + 1; at < column; at++)
    yield [at, Math.round(fromRow + ((row - fromRow) * (at - fromColumn)) / (column - fromColumn))]
  yield [column, row]
}

/** Rows of text; empty if there is nothing to draw. */
export function plot({ x, y }: Series, { columns, rows, ascii, line }: PlotArea): readonly string[] {
  const range = rangeOf(y, line)
  if (!range) return []
  const [top, bottom] = [rough(range.high), rough(range.low)]
  const margin = Math.max(width(top), width(bottom)) + 1
  const across = Math.max(4, columns - margin - 1)
  const [fineX, fineY] = ascii ? [across, rows] : [across * 2, rows * 4]
  const first = x[0] ?? 0
  const span = (x.at(-1) ?? first) - first || 1
  const cells = Array.from({ length: rows }, () => new Array<number>(across).fill(0))
  const rowOf = (value: number): number => {
    const share = (range.high - Math.min(range.high, Math.max(range.low, value))) / (range.high - range.low)
    return Math.min(fineY - 1, Math.round(share * (fineY - 1)))
  }
  const set = (column: number, row: number): void => {
    const cell = cells[ascii ? row : row >> 2] as number[]
    const at = ascii ? column : column >> 1
    cell[at] = (cell[at] ?? 0) | (ascii ? 1 : dots[(row & 3) as 0 | 1 | 2 | 3][(column & 1) as 0 | 1])
  }
  if (line !== undefined && line >= range.low && line <= range.high) {
    for (let column = 0; column < fineX; column += ascii ? 2 : 4) set(column, rowOf(line))
  }
  let before: readonly [column: number, row: number] | undefined
  y.forEach((value, index) => {
    if (!Number.isFinite(value)) return
    const at = [Math.round((((x[index] ?? first) - first) / span) * (fineX - 1)), rowOf(value)] as const
    for (const [column, row] of between(before ?? at, at)) set(column, row)
    before = at
  })
  const axis = ascii ? '|' : '│'
  return cells.map((row, index) => {
    const label = index === 0 ? top : index === rows - 1 ? bottom : ''
    const text = row.map((cell) => (cell === 0 ? ' ' : ascii ? '*' : String.fromCharCode(0x2800 + cell))).join('')
    return `${' '.repeat(margin - 1 - width(label))}${label} ${axis}${text}`.trimEnd()
  })
}

/** Two blocks of lines side by side. */
export function sideBySide(left: readonly string[], right: readonly string[], columns: number): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) =>
    `${padded(left[row] ?? '', columns)}${right[row] ?? ''}`.trimEnd(),
  )
}
