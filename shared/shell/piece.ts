/** Pieces of a text: each knows where in the file it comes from, and whether its text is known before the script runs. */
import { type Place, placeIn } from '../python/yaml/node.ts'

/** Who replaces a variable by its value: the script itself, every task that `srun` or `mpirun` starts, or the machine behind `ssh`. */
export type Level = 'script' | 'task' | 'host'

/** Why a text is not known before the script runs. */
export interface Unknown {
  readonly why:
    | 'variable'
    /** The script sets the variable, and does not export it to the shell that uses it. */
    | 'not-exported'
    | 'argument'
    | 'output'
    | 'pattern'
    /** Several values are possible. */
    | 'choice'
    | 'calculation'
  /** The variables that decide. */
  readonly names: readonly string[]
  readonly level: Level
}

export interface Piece {
  /** Undefined if only the run decides. */
  readonly text: string | undefined
  /** Offsets in the file. */
  readonly start: number
  readonly end: number
  /** Each character of the text is one character of the file. */
  readonly exact: boolean
  readonly unknown?: Unknown
}

/** Stands for an unknown piece in a text that is parsed again. */
const placeholder = '\ufffc'

/** The whole text of pieces; undefined if a piece is unknown. */
export function known(pieces: readonly Piece[]): string | undefined {
  if (pieces.length === 1) return pieces[0]!.text
  let text = ''
  for (const piece of pieces) {
    if (piece.text === undefined) return undefined
    text += piece.text
  }
  return text
}

/** Part of a known piece. */
export function cut(piece: Piece, from: number, to: number): Piece {
  const text = piece.text!.slice(from, to)
  return piece.exact
    ? { ...piece, text, start: piece.start + from, end: piece.start + to }
    : from === 0 && to === piece.text!.length
      ? piece
      : { ...piece, text }
}

/** A text to parse, put together from pieces. */
export class PiecedText {
  readonly text: string
  readonly #pieces: readonly Piece[]
  /** Where each piece begins in the text. */
  readonly #starts: readonly number[]

  constructor(pieces: readonly Piece[]) {
    const starts: number[] = []
    const texts: string[] = []
    let length = 0
    for (const piece of pieces) {
      const text = piece.text ?? placeholder
      starts.push(length)
      texts.push(text)
      length += text.length
    }
    this.text = texts.join('')
    this.#pieces = pieces
    this.#starts = starts
  }

  /** The text of a file; a line end of Windows counts as a line end. */
  static ofFile(text: string): PiecedText {
    const pieces: Piece[] = []
    let start = 0
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n', start)) {
      pieces.push({ text: text.slice(start, end), start, end, exact: true })
      start = end + 1
    }
    pieces.push({ text: text.slice(start), start, end: text.length, exact: true })
    return new PiecedText(pieces)
  }

  /** The pieces between two offsets. */
  slice(from: number, to: number): readonly Piece[] {
    const found: Piece[] = []
    for (let index = this.#at(from); index < this.#pieces.length; index++) {
      const begin = this.#starts[index]!
      if (begin >= to) break
      const piece = this.#pieces[index]!
      if (piece.text === undefined) {
        if (begin >= from) found.push(piece)
        continue
      }
      const first = Math.max(0, from - begin)
      const last = Math.min(piece.text.length, to - begin)
      if (last > first) found.push(cut(piece, first, last))
    }
    return found
  }

  /** The offset in the file. */
  source(offset: number): number {
    const index = this.#at(offset)
    const piece = this.#pieces[index]
    if (!piece) return 0
    const within = offset - this.#starts[index]!
    if (piece.exact) return Math.min(piece.start + within, piece.end)
    return within === 0 ? piece.start : piece.end
  }

  /** The offset in the file behind what ends at an offset. */
  sourceEnd(offset: number): number {
    const index = this.#at(Math.max(0, offset - 1))
    const piece = this.#pieces[index]
    if (!piece) return 0
    return piece.exact ? Math.min(piece.start + offset - this.#starts[index]!, piece.end) : piece.end
  }

  #at(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Places of many offsets, counted once. */
export function placer(text: string): (offset: number) => Place {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return (offset) => {
    if (offset < 0) return placeIn(text, 0)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { offset, line: low + 1, column: offset - starts[low]! + 1 }
  }
}
