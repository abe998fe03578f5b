/** The tree of a document: what is written where, and what it means to Python. */
import type { PyScalar } from './scalar.ts'
import type { Style } from './tokens.ts'

export interface Place {
  /** From 0, in UTF-16 units. */
  readonly offset: number
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units; a byte order mark at the start of the text does not count. */
  readonly column: number
}

interface Common {
  /** The resolved tag, in full (`tag:yaml.org,2002:int`). */
  readonly tag: string
  /** Where the content begins, after anchor and tag. */
  readonly start: Place
  /** The offset after the last character of the content. */
  readonly end: number
}
export interface ScalarNode extends Common {
  readonly kind: 'scalar'
  /** The content before resolution: unquoted, unescaped, folded. */
  readonly text: string
  /** `empty`: nothing is written. */
  readonly style: Style | 'empty'
  readonly value: PyScalar
}
export interface SequenceNode extends Common {
  readonly kind: 'sequence'
  readonly flow: boolean
  readonly items: readonly Item[]
}
export interface MappingNode extends Common {
  readonly kind: 'mapping'
  readonly flow: boolean
  /** Every key as written, merge keys and repeated keys included. */
  readonly written: readonly Entry[]
  /** What Python has: merged, the last of equal keys; by `keyName` in the order of the dict. */
  readonly entries: ReadonlyMap<string, Entry>
}
export type Node = ScalarNode | SequenceNode | MappingNode

/** A value in its place. Through an alias the node stands elsewhere, and may stand in several places. */
export interface Item {
  readonly value: Node
  /** Where the value, its alias or its anchor or tag begins. */
  readonly at: Place
  readonly alias?: string
}
export interface Entry extends Item {
  readonly key: Node
  readonly keyAt: Place
  /** It came through a merge key. */
  readonly merged?: true
}

export type Problem =
  | 'encoding'
  | 'character'
  | 'syntax'
  | 'several-documents'
  | 'undefined-alias'
  | 'duplicate-anchor'
  | 'recursive-alias'
  | 'alias-bomb'
  | 'too-deep'
  | 'too-large'
  | 'unknown-tag'
  | 'bad-value'
  | 'bad-merge'
  | 'unhashable-key'
  | 'duplicate-key'
  /** Hjson, as DeepSpeed reads it, that is no JSON to Python's `json`. */
  | 'not-json'

/** Something about the text itself. */
export interface TextFinding {
  readonly problem: Problem
  /** Python does not get past it (or, for a limit of ours, we do not). Otherwise the text is read, though perhaps not as meant. */
  readonly refused: boolean
  readonly at: Place
  /** What Python says, with pieces of the file in it: strip control characters before printing. */
  readonly detail: string
  /** The other place it is about: the first of two equal keys. */
  readonly other?: Place
}

/** A text as a tree. `root` is null where Python reads None from an empty text, and where it refuses. */
export interface Document {
  readonly text: string
  readonly root: Node | null
  readonly findings: readonly TextFinding[]
  readonly refused: boolean
}

/**
 * A name for a scalar key that is equal exactly where Python's keys are: strings are themselves; others begin with a NUL,
 * numbers and booleans by value, since `1 == 1.0 == True`.
 */
export function keyName(value: PyScalar): string {
  switch (value.type) {
    case 'str':
      return value.value.startsWith('\0') ? `\0str ${value.value}` : value.value
    case 'null':
      return '\0null'
    case 'bool':
      return value.value ? '\0number 1' : '\0number 0'
    case 'int':
      return `\0number ${value.value}`
    case 'float':
      return `\0number ${Number.isInteger(value.value) ? BigInt(value.value) : value.value}`
    case 'datetime':
      return `\0datetime ${instant(value.value)}`
    case 'date':
    case 'bytes':
      return `\0${value.type} ${value.value}`
    case 'error':
      return `\0error ${value.reason}`
  }
}

/** Two aware datetimes are equal when they are the same instant. */
function instant(text: string): string {
  const match = /^(.{19})(\.\d+)?([-+])(\d\d):(\d\d)$/.exec(text)
  if (!match) return text
  const minutes = (Number(match[4]) * 60 + Number(match[5])) * (match[3] === '-' ? -1 : 1)
  const date = new Date(`${match[1]}Z`)
  return `${date.getTime() - minutes * 60_000}${match[2] ?? ''}Z`
}

/** Line and column of an offset, for texts that were not scanned to the end. */
export function placeIn(text: string, offset: number): Place {
  const breaks = /\r\n|[\n\r\x85\u2028\u2029]/g
  let line = 1
  let lineStart = text.startsWith('\ufeff') ? 1 : 0
  for (let match = breaks.exec(text); match && match.index + match[0].length <= offset; match = breaks.exec(text)) {
    line++
    lineStart = match.index + match[0].length
  }
  return { offset, line, column: Math.max(offset - lineStart, 0) + 1 }
}
