/** Words as they are written → the words that a command gets: variables are replaced, and what stands without quotes is split. */
import type {
  ArithmeticExpression,
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParameterOperation,
  Word,
  WordPart,
} from 'unbash'
import type { ShellWord } from './command.ts'
import { cut, known, type Piece, type PiecedText, type Unknown } from './piece.ts'
import type { Scope, Variable } from './scope.ts'

/** A longer text is not a word that anybody wrote. */
const longest = 200_000

/** A piece on its way into a word. */
interface Token {
  readonly piece: Piece
  /** Its blanks part words. */
  readonly splits: boolean
  /** A new word begins before it: the elements of `"$@"`. */
  readonly begins?: true
}

/** What is counted over a whole script. */
export interface Ledger {
  /** That may still be put in the place of variables. */
  characters: number
  /** Variables that some word uses. */
  readonly read: Set<string>
}

/** Expands the words of one text in one scope. */
export class Expander {
  readonly #text: PiecedText
  readonly #scope: Scope
  readonly #file: string
  readonly #budget: Ledger

  constructor(text: PiecedText, scope: Scope, file: string, budget: Ledger) {
    this.#budget = budget
    this.#text = text
    this.#scope = scope
    this.#file = file
  }

  /** The words that a written word becomes. */
  words(word: Word): readonly ShellWord[] {
    return alternatives(word).flatMap((parts) => this.#fields(word, parts))
  }

  /** The text that an assignment keeps: nothing is split. */
  value(word: Word): readonly Piece[] {
    const pieces = this.#tokens(word, word.parts).map(({ piece }) => piece)
    return lengthOf(pieces) > longest ? [this.#unknown('calculation', [], word.pos, word.end)] : pieces
  }

  /** One written word as one word, whatever its blanks. */
  whole(word: Word): ShellWord {
    return this.#word(this.value(word), word, false)
  }

  #fields(word: Word, parts: readonly WordPart[] | undefined): readonly ShellWord[] {
    const tokens = this.#tokens(word, parts)
    const fields: { pieces: Piece[]; many: boolean }[] = []
    let current: { pieces: Piece[]; many: boolean } | undefined
    const close = () => {
      if (current) fields.push(current)
      current = undefined
    }
    const add = (piece: Piece, many = false) => {
      current ??= { pieces: [], many: false }
      current.pieces.push(piece)
      current.many ||= many
    }
    for (const { piece, splits, begins } of tokens) {
      if (begins) close()
      if (!splits || piece.text === undefined) add(piece, splits)
      else {
        let end = 0
        for (const match of piece.text.matchAll(/[ \t\n]+/g)) {
          if (match.index > end) add(cut(piece, end, match.index))
          close()
          end = match.index + match[0].length
        }
        if (end < piece.text.length) add(cut(piece, end, piece.text.length))
      }
    }
    close()
    // One word keeps its place in the command; several are shown where each is written.
    return fields.map(({ pieces, many }) => this.#word(pieces, fields.length === 1 ? word : undefined, many))
  }

  #word(pieces: readonly Piece[], word: Word | undefined, many: boolean): ShellWord {
    const [start, end] = word
      ? [this.#text.source(word.pos), this.#text.sourceEnd(word.end)]
      : [pieces[0]?.start ?? 0, Math.max(pieces[0]?.end ?? 0, pieces.at(-1)?.end ?? 0)]
    return { text: known(pieces), raw: this.#file.slice(start, end), start, end, pieces, many }
  }

  #tokens(word: Word, parts: readonly WordPart[] | undefined): readonly Token[] {
    if (!parts) return this.#literal(word.pos, word.end, false)
    return parts.flatMap((part): readonly Token[] => {
      switch (part.type) {
        case 'Literal':
          return this.#literal(part.pos, part.end, false)
        case 'SingleQuoted':
          return this.#quotedText(part.pos + 1, part.end - (part.text.length > 1 && part.text.endsWith("'") ? 1 : 0))
        case 'AnsiCQuoted':
          return [{ piece: this.#made(part.value, part.pos, part.end), splits: false }]
        case 'DoubleQuoted':
        case 'LocaleString':
          return this.#doubleQuoted(part.parts, part.pos, part.end)
        case 'SimpleExpansion':
        case 'ParameterExpansion':
        case 'CommandExpansion':
        case 'ArithmeticExpansion':
          return this.#expansion(part, true)
        case 'Glob':
          // Square brackets that name no file stay as they are.
          return part.kind === 'bracket'
            ? this.#literal(part.pos, part.end, false)
            : [{ piece: this.#unknown('pattern', [], part.pos, part.end), splits: true }]
        case 'BraceExpansion':
          return this.#literal(part.pos, part.end, false)
        default:
          return [{ piece: this.#unknown('pattern', [], part.pos, part.end), splits: true }]
      }
    })
  }

  #quotedText(from: number, to: number): readonly Token[] {
    const pieces = this.#text.slice(from, to)
    const empty = pieces.length === 0 ? [this.#made('', from, to)] : pieces
    return empty.map((piece) => ({ piece, splits: false }))
  }

  #doubleQuoted(parts: readonly DoubleQuotedChild[], pos: number, end: number): readonly Token[] {
    const tokens = parts.flatMap((part) =>
      part.type === 'Literal' ? this.#literal(part.pos, part.end, true) : this.#expansion(part, false),
    )
    // `"$@"` without arguments is no word; other quotes are at least an empty one.
    if (tokens.length > 0 || parts.some((part) => listsArguments(part))) return tokens
    return [{ piece: this.#made('', pos, end), splits: false }]
  }

  /** Text outside single quotes: a backslash makes the next character plain. */
  #literal(from: number, to: number, inQuotes: boolean): readonly Token[] {
    const text = this.#text.text
    const tokens: Token[] = []
    const keep = (begin: number, end: number) => {
      for (const piece of this.#text.slice(begin, end))
        tokens.push({ piece, splits: !inQuotes && piece.text === undefined })
    }
    let begin = from
    for (let at = text.indexOf('\\', from); at >= 0 && at < to; at = text.indexOf('\\', at)) {
      const next = text[at + 1]
      if (next === undefined || at + 1 >= to || (inQuotes && !/[$`"\\\n]/.test(next))) {
        at++
        continue
      }
      keep(begin, at)
      begin = next === '\n' ? at + 2 : at + 1
      at += 2
    }
    keep(begin, to)
    return tokens
  }

  #expansion(part: Exclude<DoubleQuotedChild, { type: 'Literal' }>, splits: boolean): readonly Token[] {
    const { pos, end } = part
    switch (part.type) {
      case 'SimpleExpansion':
        return this.#parameter(part.text.slice(1), undefined, pos, end, splits)
      case 'ParameterExpansion':
        return this.#braced(part, splits)
      case 'ArithmeticExpansion': {
        const names: string[] = []
        const value = part.expression && this.#arithmetic(part.expression, names)
        const piece =
          value === undefined ? this.#unknown('calculation', names, pos, end) : this.#made(String(value), pos, end)
        return [{ piece, splits }]
      }
      case 'CommandExpansion':
        return [{ piece: this.#unknown('output', [], pos, end), splits }]
    }
  }

  /** `$name`, `$1`, `$@` and their like. */
  #parameter(name: string, index: string | undefined, pos: number, end: number, splits: boolean): readonly Token[] {
    const scope = this.#scope
    if (name === '@' || name === '*') {
      if (!scope.positional) return [{ piece: this.#unknown('argument', [name], pos, end), splits: true }]
      return this.#list(
        scope.positional.map(({ pieces }) => pieces),
        name === '*' && !splits,
        splits,
      )
    }
    if (/^[0-9]+$/.test(name) && name !== '0') {
      const given = scope.positional?.[Number(name) - 1]
      if (given) return this.#placed(given.pieces, pos, end, splits)
      if (scope.positional) return []
      return [{ piece: this.#unknown('argument', [name], pos, end), splits }]
    }
    if (name === '#' && scope.positional)
      return [{ piece: this.#made(String(scope.positional.length), pos, end), splits }]
    if (!/^[A-Za-z_]/.test(name)) return [{ piece: this.#unknown('output', [name], pos, end), splits }]
    this.#budget.read.add(name)
    const variable = scope.get(name)
    if (!variable) {
      const why = scope.isHidden(name) ? 'not-exported' : 'variable'
      return [{ piece: this.#unknown(why, [name], pos, end), splits }]
    }
    if (!variable.elements || index === undefined) {
      const pieces = variable.elements ? (variable.elements[0] ?? []) : variable.pieces
      return this.#placed(pieces, pos, end, splits)
    }
    if (index === '@' || index === '*') return this.#list(variable.elements, index === '*' && !splits, splits)
    const element = /^\d+$/.test(index) ? variable.elements[Number(index)] : undefined
    if (element) return this.#placed(element, pos, end, splits)
    return [{ piece: this.#unknown('choice', [name], pos, end), splits }]
  }

  #list(elements: readonly (readonly Piece[])[], joined: boolean, splits: boolean): readonly Token[] {
    this.#budget.characters -= elements.length
    if (this.#budget.characters < 0) return []
    const blank: Token = { piece: { text: ' ', start: 0, end: 0, exact: false }, splits: false }
    return elements.flatMap((pieces, index): readonly Token[] => {
      const [first, ...others] = pieces.map((piece): Token => ({ piece, splits }))
      if (!first) return []
      if (index === 0) return [first, ...others]
      return joined ? [blank, first, ...others] : [{ ...first, begins: true }, ...others]
    })
  }

  /** A text without blanks is shown where it is used, a longer one where it is written. */
  #placed(pieces: readonly Piece[], pos: number, end: number, splits: boolean): readonly Token[] {
    const text = known(pieces)
    this.#budget.characters -= text?.length ?? pieces.length
    if (this.#budget.characters < 0) return [{ piece: this.#unknown('calculation', [], pos, end), splits }]
    const short = text !== undefined ? !/\s/.test(text) : pieces.length === 1
    return pieces.map((piece) => ({
      piece: short ? { ...piece, start: this.#text.source(pos), end: this.#text.sourceEnd(end), exact: false } : piece,
      splits,
    }))
  }

  /** `${name…}` */
  #braced(part: ParameterExpansionPart, splits: boolean): readonly Token[] {
    const { pos, end, parameter, prefix, operation } = part
    const index = part.index?.value
    this.#budget.read.add(parameter)
    if (prefix === '#') {
      const length = this.#length(parameter, index)
      return [
        {
          piece:
            length === undefined
              ? this.#unknown('calculation', [parameter], pos, end)
              : this.#made(String(length), pos, end),
          splits,
        },
      ]
    }
    if (prefix === '!') return [{ piece: this.#unknown('variable', [parameter], pos, end), splits }]
    if (!operation) return this.#parameter(parameter, index, pos, end, splits)
    const variable = this.#scope.get(parameter)
    const isSet =
      variable !== undefined ||
      (/^\d+$/.test(parameter) && this.#scope.positional?.[Number(parameter) - 1] !== undefined)
    const kept = () => this.#parameter(parameter, index, pos, end, splits)
    if (operation.type === 'Default') return this.#default(operation, parameter, variable, isSet, kept, splits)
    const text = variable && !variable.elements ? known(variable.pieces) : undefined
    const changed = text === undefined ? undefined : changedText(text, operation)
    return [
      {
        piece:
          changed === undefined ? this.#unknown('calculation', [parameter], pos, end) : this.#made(changed, pos, end),
        splits,
      },
    ]
  }

  #default(
    operation: Extract<ParameterOperation, { type: 'Default' }>,
    parameter: string,
    variable: Variable | undefined,
    isSet: boolean,
    kept: () => readonly Token[],
    splits: boolean,
  ): readonly Token[] {
    const { operator, operand } = operation
    const empty = operator.startsWith(':') && variable && known(variable.pieces) === ''
    const there = isSet && !empty
    if (operator.endsWith('+')) {
      if (there) return this.#tokens(operand, operand.parts).map((token) => ({ ...token, splits }))
      if (empty || this.#scope.positional?.length === 0) return []
      return [{ piece: this.#unknown('variable', [parameter], operation.pos, operation.end), splits: true }]
    }
    if (there || operator.endsWith('?')) return kept()
    const tokens = this.#tokens(operand, operand.parts)
    const result = tokens.map((token) => ({ ...token, splits }))
    if (operator.endsWith('=') && /^[A-Za-z_]/.test(parameter)) {
      const exported = variable?.exported ?? false
      this.#scope.set(parameter, { pieces: tokens.map(({ piece }) => piece), exported })
    }
    return result
  }

  #length(parameter: string, index: string | undefined): number | undefined {
    if (parameter === '@' || parameter === '*') return this.#scope.positional?.length
    const variable = this.#scope.get(parameter)
    if (!variable) return undefined
    if (index === '@' || index === '*') return variable.elements?.length
    return known(variable.pieces)?.length
  }

  /** Whole numbers only, as the shell counts. */
  #arithmetic(expression: ArithmeticExpression, names: string[], depth = 0): number | undefined {
    if (depth > 40) return undefined
    switch (expression.type) {
      case 'ArithmeticWord': {
        const written = this.#text.text.slice(expression.pos, expression.end)
        const name = /^\$?\{?([A-Za-z_]\w*|[0-9]+)\}?$/.exec(written.replace(/^"(.*)"$/, '$1'))?.[1]
        if (name === undefined) return undefined
        if (/^\d/.test(name) && !written.includes('$')) return wholeNumber(name)
        names.push(name)
        this.#budget.read.add(name)
        const isArgument = /^\d/.test(name)
        const pieces = isArgument ? this.#scope.positional?.[Number(name) - 1]?.pieces : this.#scope.get(name)?.pieces
        const text = pieces && known(pieces)
        if (pieces && text === undefined) for (const { unknown } of pieces) names.push(...(unknown?.names ?? []))
        return text === undefined ? undefined : wholeNumber(text.trim())
      }
      case 'ArithmeticGroup':
        return this.#arithmetic(expression.expression, names, depth + 1)
      case 'ArithmeticUnary': {
        const value = this.#arithmetic(expression.operand, names, depth + 1)
        if (value === undefined) return undefined
        return expression.operator === '-' ? -value : expression.operator === '+' ? value : undefined
      }
      case 'ArithmeticBinary': {
        const left = this.#arithmetic(expression.left, names, depth + 1)
        const right = this.#arithmetic(expression.right, names, depth + 1)
        if (left === undefined || right === undefined) return undefined
        return calculated(left, expression.operator, right)
      }
      default:
        return undefined
    }
  }

  /** The value of `((…))` and of a loop's bounds. */
  number(expression: ArithmeticExpression): number | undefined {
    return this.#arithmetic(expression, [])
  }

  #made(text: string, pos: number, end: number): Piece {
    return { text, start: this.#text.source(pos), end: this.#text.sourceEnd(Math.max(pos + 1, end)), exact: false }
  }
  #unknown(why: Unknown['why'], names: readonly string[], pos: number, end: number): Piece {
    const unknown = { why, names, level: this.#scope.level }
    return { ...this.#made('', pos, end), text: undefined, unknown }
  }
}

const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((length, { text }) => length + (text?.length ?? 1), 0)

const listsArguments = (part: DoubleQuotedChild): boolean =>
  part.type === 'SimpleExpansion' ? part.text === '$@' : part.type === 'ParameterExpansion' && part.index?.value === '@'

const wholeNumber = (text: string): number | undefined =>
  /^-?(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined

function calculated(left: number, operator: string, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right)
    case '%':
      return right === 0 ? undefined : left % right
    default:
      return undefined
  }
}

/** What `${name%/*}` and its like leave of a known text; undefined where it is not worth knowing. */
function changedText(text: string, operation: ParameterOperation): string | undefined {
  if (operation.type === 'CaseModification' && !operation.operand) {
    if (operation.operator === '^^') return text.toUpperCase()
    return operation.operator === ',,' ? text.toLowerCase() : undefined
  }
  if (operation.type !== 'Remove') return undefined
  const pattern = operation.operand.text
  const { operator } = operation
  if (/^[^*?[\\'"$]+$/.test(pattern)) {
    if (operator.startsWith('#')) return text.startsWith(pattern) ? text.slice(pattern.length) : text
    return text.endsWith(pattern) ? text.slice(0, -pattern.length) : text
  }
  const from = /^\*([^*?[\\'"$]+)$/.exec(pattern)?.[1]
  const to = /^([^*?[\\'"$]+)\*$/.exec(pattern)?.[1]
  if (from && operator.startsWith('#')) {
    const at = operator === '##' ? text.lastIndexOf(from) : text.indexOf(from)
    return at < 0 ? text : text.slice(at + from.length)
  }
  if (to && operator.startsWith('%')) {
    const at = operator === '%%' ? text.indexOf(to) : text.lastIndexOf(to)
    return at < 0 ? text : text.slice(0, at)
  }
  return undefined
}

/** So many words are made of one pair of braces. */
const mostAlternatives = 64

/** `{a,b}` and `{0..3}`: the parts of a word once for each alternative. */
function alternatives(word: Word): readonly (readonly WordPart[] | undefined)[] {
  const { parts } = word
  const place = parts?.findIndex(({ type }) => type === 'BraceExpansion') ?? -1
  if (!parts || place < 0) return [parts]
  const brace = parts[place]!
  const range = /^\{(\d{1,4})\.\.(\d{1,4})\}$/.exec(brace.text)
  const list = /^\{([^{}$`"'\\]*,[^{}$`"'\\]*)\}$/.exec(brace.text)
  const texts = range ? numbers(Number(range[1]), Number(range[2])) : (list?.[1]?.split(',') ?? [])
  if (texts.length === 0 || texts.length > mostAlternatives) return [parts]
  return texts.map((value) =>
    parts.map(
      (part, index): WordPart =>
        index === place ? { type: 'AnsiCQuoted', pos: brace.pos, end: brace.end, text: brace.text, value } : part,
    ),
  )
}

function numbers(from: number, to: number): readonly string[] {
  const step = from <= to ? 1 : -1
  const count = Math.min(Math.abs(to - from) + 1, mostAlternatives + 1)
  return Array.from({ length: count }, (_, index) => String(from + index * step))
}
