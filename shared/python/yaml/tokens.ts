/** Text → tokens, under the rules by which PyYAML 6.0.3's scanner forms them (scanner.py, read 2026-11-24). */

/*
 * Why our own, with a YAML library at hand: YAML 1.1 as PyYAML takes it is decided here. Tabs are refused where YAML 1.2
 * allows them; U+0085, U+2028, U+2029 and a lone CR end a line; a key is simple only on one line and within 1024
 * characters; quoted and flow text continues at any indentation. No switch of a 1.2 parser gives that.
 */

export type TokenType =
  | 'directive'
  | 'document start'
  | 'document end'
  | 'block sequence start'
  | 'block mapping start'
  | 'block end'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | '?'
  | ':'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'stream end'
  /** Where scanning stopped; the text says why. Always the last. */
  | 'error'

export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface Token {
  readonly type: TokenType
  /** From 0, in UTF-16 units, as JavaScript counts. */
  readonly start: number
  readonly end: number
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units; a byte order mark at the very start does not count. */
  readonly column: number
  /** A scalar's content, the name of an anchor, alias or directive, the suffix of a tag, the message of an error. */
  readonly text?: string
  readonly style?: Style
  /** A tag's handle (`!`, `!!`, `!name!`), null for a verbatim one; the value of a %TAG directive is handle and text. */
  readonly handle?: string | null
  /** The rest of a directive: the major version of %YAML, the prefix of %TAG. */
  readonly argument?: string
}

interface Mark {
  readonly offset: number
  readonly line: number
  readonly column: number
}
/** A token that turns out to begin a key if a `:` follows. */
interface PossibleKey extends Mark {
  readonly tokenIndex: number
  readonly required: boolean
}

class ScannerError extends Error {
  readonly mark: Mark
  constructor(message: string, mark: Mark) {
    super(message)
    this.mark = mark
  }
}

const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20

const isBreak = (code: number): boolean =>
  code === LF || code === CR || code === 0x85 || code === 0x2028 || code === 0x2029
const isBreakOrEnd = (code: number): boolean => code === 0 || isBreak(code)
const isBlankOrEnd = (code: number): boolean => code === SPACE || code === TAB || isBreakOrEnd(code)
const isSpaceOrEnd = (code: number): boolean => code === SPACE || isBreakOrEnd(code)
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isHex = (code: number): boolean =>
  isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)
const isWord = (code: number): boolean =>
  isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x2d || code === 0x5f
const among = (codes: string): ((code: number) => boolean) => {
  const table = new Uint8Array(0x80)
  for (const character of codes) table[character.charCodeAt(0)] = 1
  return (code) => table[code] === 1
}
const isIndicator = among('-?:,[]{}#&*!|>\'"%@`')
const isFlowIndicator = among(',[]{}')
const endsPlainInFlow = among(',?[]{}')
const isUri = among("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-;/?:@&=+$,_.!~*'()[]%")
const mayFollowAnchor = among('?:,]}%@`')

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const hexEscapes: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** PyYAML keeps a possible key open for this many characters. */
const longestKey = 1024

/** Deeper than any composer goes: what follows would only cost time and memory. */
const deepest = 1000

/** All tokens of a text that holds no forbidden character; the last is `stream end` or `error`, unless the text is too deep. Never throws. */
export function tokenize(text: string): readonly Token[] {
  const scanner = new Scanner(text)
  try {
    while (!scanner.done && scanner.depth < deepest) scanner.next()
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error
    const { offset, line, column } = error.mark
    scanner.tokens.push({ type: 'error', start: offset, end: offset, line, column, text: error.message })
  }
  return scanner.tokens
}

class Scanner {
  readonly tokens: Token[] = []
  done = false
  readonly #text: string
  #position = 0
  #line = 1
  /** The offset of column 1. */
  #lineStart = 0
  #flowLevel = 0
  /** The column (from 0) of the block collection being read; -1 outside of any. */
  #indent = -1
  readonly #indents: number[] = []
  #keyAllowed = true
  /** The possible key of each flow level. */
  readonly #keys: (PossibleKey | undefined)[] = []

  constructor(text: string) {
    // The end is a NUL, which no accepted text holds, so that looking ahead needs no bounds.
    this.#text = `${text}\0`
    if (this.#peek() === 0xfeff) {
      this.#position = 1
      this.#lineStart = 1
    }
  }

  get depth(): number {
    return Math.max(this.#flowLevel, this.#indents.length)
  }
  #peek(ahead = 0): number {
    return this.#text.charCodeAt(this.#position + ahead)
  }
  get #column(): number {
    return this.#position - this.#lineStart
  }
  #mark(): Mark {
    return { offset: this.#position, line: this.#line, column: this.#column + 1 }
  }
  #push(type: TokenType, { offset, line, column }: Mark, text?: string, style?: Style): void {
    this.tokens.push({ type, start: offset, end: this.#position, line, column, text, style })
  }
  #fail(message: string, mark: Mark = this.#mark()): never {
    throw new ScannerError(message, mark)
  }
  #shown(ahead = 0): string {
    const code = this.#text.codePointAt(this.#position + ahead) ?? 0
    return code === 0 ? 'the end of the text' : JSON.stringify(String.fromCodePoint(code))
  }
  /** Takes a line break and gives what a folded scalar keeps of it; '' if there is none. */
  #lineBreak(): string {
    const code = this.#peek()
    if (!isBreak(code)) return ''
    this.#position += code === CR && this.#peek(1) === LF ? 2 : 1
    this.#line++
    this.#lineStart = this.#position
    return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n'
  }
  #skipSpaces(): void {
    while (this.#peek() === SPACE) this.#position++
  }
  #skipToBreak(): void {
    while (!isBreakOrEnd(this.#peek())) this.#position++
  }
  /** `---` or `...` at the start of a line. */
  #atDocumentIndicator(): boolean {
    const code = this.#peek()
    return (
      (code === 0x2d || code === 0x2e) &&
      this.#peek(1) === code &&
      this.#peek(2) === code &&
      isBlankOrEnd(this.#peek(3))
    )
  }

  next(): void {
    this.#skipToToken()
    this.#refuseStaleKey()
    this.#unwind(this.#column)
    const code = this.#peek()
    if (code === 0) {
      this.#streamEnd()
      return
    }
    if (this.#column === 0) {
      if (code === 0x25) {
        this.#directive()
        return
      }
      if (this.#atDocumentIndicator()) {
        this.#documentIndicator()
        return
      }
    }
    switch (code) {
      case 0x5b:
        this.#flowStart('[')
        return
      case 0x7b:
        this.#flowStart('{')
        return
      case 0x5d:
        this.#flowEnd(']')
        return
      case 0x7d:
        this.#flowEnd('}')
        return
      case 0x2c:
        this.#keyAllowed = true
        this.#dropKey()
        this.#indicator(',')
        return
      case 0x2d:
        if (isBlankOrEnd(this.#peek(1))) {
          this.#blockEntry()
          return
        }
        break
      case 0x3f:
        if (this.#flowLevel > 0 || isBlankOrEnd(this.#peek(1))) {
          this.#explicitKey()
          return
        }
        break
      case 0x3a:
        if (this.#flowLevel > 0 || isBlankOrEnd(this.#peek(1))) {
          this.#value()
          return
        }
        break
      case 0x2a:
        this.#anchor('alias')
        return
      case 0x26:
        this.#anchor('anchor')
        return
      case 0x21:
        this.#tag()
        return
      case 0x7c:
        if (this.#flowLevel === 0) {
          this.#blockScalar('literal')
          return
        }
        break
      case 0x3e:
        if (this.#flowLevel === 0) {
          this.#blockScalar('folded')
          return
        }
        break
      case 0x27:
        this.#quoted('single')
        return
      case 0x22:
        this.#quoted('double')
        return
    }
    if (this.#canBeginPlain(code)) {
      this.#plain()
      return
    }
    this.#fail(`while scanning for the next token: found character ${this.#shown()} that cannot start any token`)
  }

  #canBeginPlain(code: number): boolean {
    if (code !== TAB && !isIndicator(code)) return true
    if (isBlankOrEnd(this.#peek(1))) return false
    return code === 0x2d || (this.#flowLevel === 0 && (code === 0x3f || code === 0x3a))
  }

  #skipToToken(): void {
    for (;;) {
      this.#skipSpaces()
      if (this.#peek() === 0x23) this.#skipToBreak()
      if (this.#lineBreak() === '') return
      if (this.#flowLevel === 0) this.#keyAllowed = true
    }
  }

  // Keys. Only a key outside of flow text can be required, so only that one is looked after at every token.

  #isStale(key: PossibleKey): boolean {
    if (key.line !== this.#line) return true
    if (this.#position - key.offset <= longestKey) return false
    // PyYAML counts code points.
    let count = 0
    for (const _ of this.#text.slice(key.offset, this.#position)) count++
    return count > longestKey
  }
  #refuseStaleKey(): void {
    const key = this.#keys[0]
    if (!key || !this.#isStale(key)) return
    if (key.required) this.#fail("while scanning a simple key: could not find expected ':'", key)
    this.#keys[0] = undefined
  }
  #saveKey(): void {
    if (!this.#keyAllowed) return
    const required = this.#flowLevel === 0 && this.#indent === this.#column
    this.#dropKey()
    this.#keys[this.#flowLevel] = {
      offset: this.#position,
      line: this.#line,
      column: this.#column + 1,
      tokenIndex: this.tokens.length,
      required,
    }
  }
  #dropKey(): void {
    const key = this.#keys[this.#flowLevel]
    if (key?.required) this.#fail("while scanning a simple key: could not find expected ':'", key)
    this.#keys[this.#flowLevel] = undefined
  }

  // Indentation.

  #unwind(column: number): void {
    if (this.#flowLevel > 0) return
    while (this.#indent > column) {
      this.#indent = this.#indents.pop()!
      this.#push('block end', this.#mark())
    }
  }
  #indentTo(column: number): boolean {
    if (this.#indent >= column) return false
    this.#indents.push(this.#indent)
    this.#indent = column
    return true
  }

  // Tokens.

  #indicator(type: TokenType): void {
    const mark = this.#mark()
    this.#position++
    this.#push(type, mark)
  }
  #streamEnd(): void {
    this.#unwind(-1)
    this.#dropKey()
    this.#push('stream end', this.#mark())
    this.done = true
  }
  #documentIndicator(): void {
    this.#unwind(-1)
    this.#dropKey()
    this.#keyAllowed = false
    const mark = this.#mark()
    const type = this.#peek() === 0x2d ? 'document start' : 'document end'
    this.#position += 3
    this.#push(type, mark)
  }
  #flowStart(type: '[' | '{'): void {
    this.#saveKey()
    this.#flowLevel++
    this.#keyAllowed = true
    this.#indicator(type)
  }
  #flowEnd(type: ']' | '}'): void {
    this.#dropKey()
    this.#keyAllowed = false
    this.#indicator(type)
    // Without an opening bracket no parser goes on from here.
    if (this.#flowLevel === 0) this.done = true
    else this.#flowLevel--
  }
  #blockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) this.#fail('sequence entries are not allowed here')
      if (this.#indentTo(this.#column)) this.#push('block sequence start', this.#mark())
    }
    this.#keyAllowed = true
    this.#dropKey()
    this.#indicator('-')
  }
  #explicitKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) this.#fail('mapping keys are not allowed here')
      if (this.#indentTo(this.#column)) this.#push('block mapping start', this.#mark())
    }
    this.#keyAllowed = this.#flowLevel === 0
    this.#dropKey()
    this.#indicator('?')
  }
  #value(): void {
    const key = this.#keys[this.#flowLevel]
    if (key && !this.#isStale(key)) {
      this.#keys[this.#flowLevel] = undefined
      const { offset, line, column, tokenIndex } = key
      const begun = { start: offset, end: offset, line, column, text: undefined, style: undefined }
      this.tokens.splice(tokenIndex, 0, { type: '?', ...begun })
      if (this.#flowLevel === 0 && this.#indentTo(column - 1)) {
        this.tokens.splice(tokenIndex, 0, { type: 'block mapping start', ...begun })
      }
      this.#keyAllowed = false
    } else {
      this.#keys[this.#flowLevel] = undefined
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) this.#fail('mapping values are not allowed here')
        if (this.#indentTo(this.#column)) this.#push('block mapping start', this.#mark())
      }
      this.#keyAllowed = this.#flowLevel === 0
    }
    this.#indicator(':')
  }

  #directive(): void {
    this.#unwind(-1)
    this.#dropKey()
    this.#keyAllowed = false
    const mark = this.#mark()
    this.#position++
    const name = this.#word('while scanning a directive')
    if (!isSpaceOrEnd(this.#peek())) {
      this.#fail(`while scanning a directive: expected alphabetic or numeric character, but found ${this.#shown()}`)
    }
    let handle: string | undefined
    let argument: string | undefined
    if (name === 'YAML') {
      this.#skipSpaces()
      argument = this.#number()
      if (this.#peek() !== 0x2e) {
        this.#fail(`while scanning a directive: expected a digit or '.', but found ${this.#shown()}`)
      }
      this.#position++
      this.#number()
      if (!isSpaceOrEnd(this.#peek())) {
        this.#fail(`while scanning a directive: expected a digit or ' ', but found ${this.#shown()}`)
      }
    } else if (name === 'TAG') {
      this.#skipSpaces()
      handle = this.#tagHandle('directive')
      if (this.#peek() !== SPACE) this.#fail(`while scanning a directive: expected ' ', but found ${this.#shown()}`)
      this.#skipSpaces()
      argument = this.#tagUri('directive')
      if (!isSpaceOrEnd(this.#peek())) {
        this.#fail(`while scanning a directive: expected ' ', but found ${this.#shown()}`)
      }
    } else this.#skipToBreak()
    this.#push('directive', mark, name)
    this.tokens.push({ ...this.tokens.pop()!, handle, argument })
    this.#restOfLine('a directive')
  }
  #restOfLine(what: string): void {
    this.#skipSpaces()
    if (this.#peek() === 0x23) this.#skipToBreak()
    if (!isBreakOrEnd(this.#peek())) {
      this.#fail(`while scanning ${what}: expected a comment or a line break, but found ${this.#shown()}`)
    }
    this.#lineBreak()
  }
  #word(while_: string): string {
    const start = this.#position
    while (isWord(this.#peek())) this.#position++
    if (this.#position === start) {
      this.#fail(`${while_}: expected alphabetic or numeric character, but found ${this.#shown()}`)
    }
    return this.#text.slice(start, this.#position)
  }
  #number(): string {
    const start = this.#position
    while (isDigit(this.#peek())) this.#position++
    if (this.#position === start) {
      this.#fail(`while scanning a directive: expected a digit, but found ${this.#shown()}`)
    }
    return this.#text.slice(start, this.#position)
  }

  #anchor(type: 'alias' | 'anchor'): void {
    this.#saveKey()
    this.#keyAllowed = false
    const mark = this.#mark()
    this.#position++
    const text = this.#word(`while scanning an ${type}`)
    const code = this.#peek()
    if (!isBlankOrEnd(code) && !mayFollowAnchor(code)) {
      this.#fail(`while scanning an ${type}: expected alphabetic or numeric character, but found ${this.#shown()}`)
    }
    this.#push(type, mark, text)
  }

  #tag(): void {
    this.#saveKey()
    this.#keyAllowed = false
    const mark = this.#mark()
    let handle: string | null = null
    let text: string
    const code = this.#peek(1)
    if (code === 0x3c) {
      this.#position += 2
      text = this.#tagUri('tag')
      if (this.#peek() !== 0x3e) this.#fail(`while parsing a tag: expected '>', but found ${this.#shown()}`)
      this.#position++
    } else if (isBlankOrEnd(code)) {
      text = '!'
      this.#position++
    } else {
      let ahead = 1
      while (!isSpaceOrEnd(this.#peek(ahead)) && this.#peek(ahead) !== 0x21) ahead++
      if (this.#peek(ahead) === 0x21) handle = this.#tagHandle('tag')
      else {
        handle = '!'
        this.#position++
      }
      text = this.#tagUri('tag')
    }
    if (!isSpaceOrEnd(this.#peek())) this.#fail(`while scanning a tag: expected ' ', but found ${this.#shown()}`)
    this.#push('tag', mark, text)
    this.tokens.push({ ...this.tokens.pop()!, handle })
  }
  #tagHandle(what: string): string {
    if (this.#peek() !== 0x21) this.#fail(`while scanning a ${what}: expected '!', but found ${this.#shown()}`)
    const start = this.#position++
    if (this.#peek() !== SPACE) {
      while (isWord(this.#peek())) this.#position++
      if (this.#peek() !== 0x21) this.#fail(`while scanning a ${what}: expected '!', but found ${this.#shown()}`)
      this.#position++
    }
    return this.#text.slice(start, this.#position)
  }
  #tagUri(what: string): string {
    const start = this.#position
    let text = ''
    while (isUri(this.#peek())) {
      if (this.#peek() === 0x25) text += this.#uriEscapes(what)
      else text += this.#text[this.#position++]
    }
    if (this.#position === start) this.#fail(`while parsing a ${what}: expected URI, but found ${this.#shown()}`)
    return text
  }
  #uriEscapes(what: string): string {
    const mark = this.#mark()
    const start = this.#position
    while (this.#peek() === 0x25) {
      if (!isHex(this.#peek(1)) || !isHex(this.#peek(2))) {
        this.#fail(`while scanning a ${what}: expected URI escape sequence of 2 hexadecimal numbers`)
      }
      this.#position += 3
    }
    try {
      return decodeURIComponent(this.#text.slice(start, this.#position))
    } catch {
      return this.#fail(`while scanning a ${what}: the escaped bytes are not UTF-8`, mark)
    }
  }

  #blockScalar(style: 'literal' | 'folded'): void {
    this.#keyAllowed = true
    this.#dropKey()
    const mark = this.#mark()
    this.#position++
    const { keep, increment } = this.#blockScalarHeader()
    this.#restOfLine('a block scalar')
    const least = Math.max(this.#indent + 1, 1)
    let breaks: string
    let indent: number
    let end = this.#position
    if (increment === undefined) {
      let most = 0
      breaks = ''
      while (this.#peek() === SPACE || isBreak(this.#peek())) {
        if (this.#peek() === SPACE) {
          this.#position++
          most = Math.max(most, this.#column)
        } else {
          breaks += this.#lineBreak()
          end = this.#position
        }
      }
      indent = Math.max(least, most)
    } else {
      indent = least + increment - 1
      breaks = this.#blockScalarBreaks(indent)
      end = this.#lineStart
    }
    let text = ''
    let lineBreak = ''
    while (this.#column === indent && this.#peek() !== 0) {
      text += breaks
      const leadingBlank = this.#peek() === SPACE || this.#peek() === TAB
      const start = this.#position
      this.#skipToBreak()
      text += this.#text.slice(start, this.#position)
      end = this.#position
      lineBreak = this.#lineBreak()
      breaks = this.#blockScalarBreaks(indent)
      if (this.#column !== indent || this.#peek() === 0) break
      if (style === 'folded' && lineBreak === '\n' && !leadingBlank && this.#peek() !== SPACE && this.#peek() !== TAB) {
        if (breaks === '') text += ' '
      } else text += lineBreak
    }
    if (keep !== false) text += lineBreak
    if (keep === true) text += breaks
    this.tokens.push({ type: 'scalar', start: mark.offset, end, line: mark.line, column: mark.column, text, style })
  }
  #blockScalarHeader(): { keep?: boolean; increment?: number } {
    let keep: boolean | undefined
    let increment: number | undefined
    for (let round = 0; round < 2; round++) {
      const code = this.#peek()
      if (keep === undefined && (code === 0x2b || code === 0x2d)) {
        keep = code === 0x2b
        this.#position++
      } else if (increment === undefined && isDigit(code)) {
        increment = code - 0x30
        if (increment === 0) {
          this.#fail('while scanning a block scalar: expected indentation indicator in the range 1-9, but found 0')
        }
        this.#position++
      }
    }
    if (!isSpaceOrEnd(this.#peek())) {
      this.#fail(
        `while scanning a block scalar: expected chomping or indentation indicators, but found ${this.#shown()}`,
      )
    }
    return { keep, increment }
  }
  #blockScalarBreaks(indent: number): string {
    let breaks = ''
    for (;;) {
      while (this.#column < indent && this.#peek() === SPACE) this.#position++
      if (!isBreak(this.#peek())) return breaks
      breaks += this.#lineBreak()
    }
  }

  #quoted(style: 'single' | 'double'): void {
    this.#saveKey()
    this.#keyAllowed = false
    const mark = this.#mark()
    const quote = this.#peek()
    this.#position++
    let text = this.#quotedText(style)
    while (this.#peek() !== quote) {
      text += this.#quotedSpaces()
      text += this.#quotedText(style)
    }
    this.#position++
    this.#push('scalar', mark, text, style)
  }
  #quotedText(style: 'single' | 'double'): string {
    let text = ''
    for (;;) {
      const start = this.#position
      let code = this.#peek()
      while (code !== 0x27 && code !== 0x22 && code !== 0x5c && !isBlankOrEnd(code)) {
        this.#position++
        code = this.#peek()
      }
      text += this.#text.slice(start, this.#position)
      if (style === 'single') {
        if (code === 0x27) {
          if (this.#peek(1) !== 0x27) return text
          text += "'"
          this.#position += 2
        } else if (code === 0x22 || code === 0x5c) {
          text += this.#text[this.#position++]
        } else return text
      } else if (code === 0x27) {
        text += "'"
        this.#position++
      } else if (code === 0x5c) {
        this.#position++
        text += this.#escape()
      } else return text
    }
  }
  #escape(): string {
    const character = this.#text[this.#position]!
    const replacement = Object.hasOwn(escapes, character) ? escapes[character] : undefined
    if (replacement !== undefined) {
      this.#position++
      return replacement
    }
    const length = Object.hasOwn(hexEscapes, character) ? hexEscapes[character] : undefined
    if (length !== undefined) {
      this.#position++
      for (let ahead = 0; ahead < length; ahead++) {
        if (isHex(this.#peek(ahead))) continue
        this.#fail(
          `while scanning a double-quoted scalar: expected escape sequence of ${length} hexadecimal numbers, but found ${this.#shown(ahead)}`,
        )
      }
      const code = Number.parseInt(this.#text.slice(this.#position, this.#position + length), 16)
      if (code > 0x10ffff) this.#fail('while scanning a double-quoted scalar: no such character')
      this.#position += length
      return String.fromCodePoint(code)
    }
    if (this.#lineBreak() !== '') return this.#quotedBreaks()
    return this.#fail(`while scanning a double-quoted scalar: found unknown escape character ${this.#shown()}`)
  }
  #quotedSpaces(): string {
    const start = this.#position
    while (this.#peek() === SPACE || this.#peek() === TAB) this.#position++
    if (this.#peek() === 0) this.#fail('while scanning a quoted scalar: found unexpected end of stream')
    const spaces = this.#text.slice(start, this.#position)
    const lineBreak = this.#lineBreak()
    if (lineBreak === '') return spaces
    const breaks = this.#quotedBreaks()
    if (lineBreak !== '\n') return lineBreak + breaks
    return breaks === '' ? ' ' : breaks
  }
  #quotedBreaks(): string {
    let breaks = ''
    for (;;) {
      if (this.#atDocumentIndicator()) {
        this.#fail('while scanning a quoted scalar: found unexpected document separator')
      }
      while (this.#peek() === SPACE || this.#peek() === TAB) this.#position++
      const lineBreak = this.#lineBreak()
      if (lineBreak === '') return breaks
      breaks += lineBreak
    }
  }

  #plain(): void {
    this.#saveKey()
    this.#keyAllowed = false
    const mark = this.#mark()
    const flow = this.#flowLevel > 0
    const indent = this.#indent + 1
    let text = ''
    let spaces = ''
    let end = this.#position
    while (this.#peek() !== 0x23) {
      const start = this.#position
      let code = this.#peek()
      while (!isBlankOrEnd(code)) {
        if (code === 0x3a) {
          const next = this.#peek(1)
          if (isBlankOrEnd(next) || (flow && isFlowIndicator(next))) break
        } else if (flow && endsPlainInFlow(code)) break
        this.#position++
        code = this.#peek()
      }
      if (this.#position === start) break
      this.#keyAllowed = false
      text += spaces + this.#text.slice(start, this.#position)
      end = this.#position
      spaces = this.#plainSpaces()
      if (spaces === '' || this.#peek() === 0x23 || (!flow && this.#column < indent)) break
    }
    this.tokens.push({
      type: 'scalar',
      start: mark.offset,
      end,
      line: mark.line,
      column: mark.column,
      text,
      style: 'plain',
    })
  }
  /** The white space inside of a plain scalar, folded; '' where the scalar ends. */
  #plainSpaces(): string {
    const start = this.#position
    this.#skipSpaces()
    const spaces = this.#text.slice(start, this.#position)
    const lineBreak = this.#lineBreak()
    if (lineBreak === '') return spaces
    this.#keyAllowed = true
    if (this.#atDocumentIndicator()) return ''
    let breaks = ''
    for (;;) {
      this.#skipSpaces()
      const another = this.#lineBreak()
      if (another === '') break
      breaks += another
      if (this.#atDocumentIndicator()) return ''
    }
    if (lineBreak !== '\n') return lineBreak + breaks
    return breaks === '' ? ' ' : breaks
  }
}
