/** A JSON text as Python's `json.load` reads it (3.11), with a place for everything; it never throws. */

/*
 * DeepSpeed reads its file with Hjson (deepspeed/runtime/config.py), which takes comments, commas at the end and a byte
 * order mark; Accelerate and Transformers read the same file with `json`, which does not. With `lenient`, these three are
 * read, and reported as `not-json`; the rest of Hjson (quoteless texts, commas left out) is a syntax error here.
 */
import { deepest, type Growing, Refusal, yamlTag } from './yaml/compose.ts'
import { longestText } from './yaml/document.ts'
import { type Document, type Entry, type Item, keyName, type Node, type Place, type TextFinding } from './yaml/node.ts'
import type { PyScalar } from './yaml/scalar.ts'

export function readJson(text: string, { lenient = false }: { readonly lenient?: boolean } = {}): Document {
  const reader = new JsonReader(text, lenient)
  try {
    if (text.length > longestText) throw new Refusal('too-large', reader.place(), `${text.length} characters`)
    const root = reader.document()
    return { text, root, findings: reader.findings, refused: false }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { problem, at, message: detail } = error
    return { text, root: null, findings: [...reader.findings, { problem, refused: true, at, detail }], refused: true }
  }
}

const numberPattern = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
const constants: readonly (readonly [string, PyScalar])[] = [
  ['null', { type: 'null' }],
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['NaN', { type: 'float', value: Number.NaN }],
  ['Infinity', { type: 'float', value: Number.POSITIVE_INFINITY }],
  ['-Infinity', { type: 'float', value: Number.NEGATIVE_INFINITY }],
]
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const tags = { null: 'null', bool: 'bool', int: 'int', float: 'float', str: 'str' } as const

class JsonReader {
  readonly findings: TextFinding[] = []
  readonly #text: string
  readonly #lenient: boolean
  #position = 0
  #line = 1
  #lineStart = 0
  #depth = 0

  constructor(text: string, lenient: boolean) {
    this.#text = text
    this.#lenient = lenient
  }

  place(): Place {
    return { offset: this.#position, line: this.#line, column: this.#position - this.#lineStart + 1 }
  }
  #fail(detail: string, at = this.place()): never {
    throw new Refusal('syntax', at, detail)
  }
  /** Something only Hjson takes. */
  #loose(detail: string, at: Place): void {
    if (!this.#lenient) this.#fail(detail, at)
    this.findings.push({ problem: 'not-json', refused: false, at, detail })
  }

  document(): Node {
    if (this.#text.startsWith('\ufeff')) {
      this.#loose('Unexpected UTF-8 BOM (decode using utf-8-sig)', this.place())
      this.#position = 1
      this.#lineStart = 1
    }
    this.#space()
    const root = this.#value()
    this.#space()
    if (this.#position < this.#text.length) this.#fail('Extra data')
    return root
  }

  #space(): void {
    for (;;) {
      const character = this.#text[this.#position]
      if (character === '\n' || (character === '\r' && this.#text[this.#position + 1] !== '\n')) {
        this.#position++
        this.#line++
        this.#lineStart = this.#position
      } else if (character === ' ' || character === '\t' || character === '\r') this.#position++
      else if (!this.#lenient || !this.#comment()) return
    }
  }
  #comment(): boolean {
    const at = this.place()
    const block = this.#text.startsWith('/*', this.#position)
    if (!block && this.#text[this.#position] !== '#' && !this.#text.startsWith('//', this.#position)) return false
    this.#loose('a comment', at)
    if (!block) {
      while (this.#position < this.#text.length && !/[\r\n]/.test(this.#text[this.#position]!)) this.#position++
      return true
    }
    const end = this.#text.indexOf('*/', this.#position + 2)
    const after = end < 0 ? this.#text.length : end + 2
    for (; this.#position < after; this.#position++) {
      if (this.#text[this.#position] !== '\n') continue
      this.#line++
      this.#lineStart = this.#position + 1
    }
    return true
  }

  #value(): Node {
    const start = this.place()
    switch (this.#text[this.#position]) {
      case '{':
        return this.#deeper(start, () => this.#object(start))
      case '[':
        return this.#deeper(start, () => this.#array(start))
      case '"':
        return this.#string()
    }
    for (const [word, value] of constants) {
      if (!this.#text.startsWith(word, this.#position)) continue
      this.#position += word.length
      return this.#scalar(start, word, value)
    }
    numberPattern.lastIndex = this.#position
    const match = numberPattern.exec(this.#text)
    if (!match) this.#fail('Expecting value')
    const [digits, fraction, exponent] = match
    if (fraction === undefined && exponent === undefined) {
      if (digits.length > 4300) this.#fail('Exceeds the limit (4300 digits) for integer string conversion')
      this.#position += digits.length
      const value = Number(digits)
      return this.#scalar(start, digits, {
        type: 'int',
        value: Number.isSafeInteger(value) ? value + 0 : BigInt(digits),
      })
    }
    this.#position += digits.length
    return this.#scalar(start, digits, { type: 'float', value: Number(digits) })
  }
  #scalar(start: Place, text: string, value: PyScalar, style: 'plain' | 'double' = 'plain'): Node {
    const tag = yamlTag + tags[value.type as keyof typeof tags]
    return { kind: 'scalar', tag, text, style, value, start, end: this.#position }
  }
  #deeper<T>(at: Place, read: () => T): T {
    if (++this.#depth > deepest) {
      throw new Refusal('too-deep', at, `more than ${deepest} collections inside of each other`)
    }
    const node = read()
    this.#depth--
    return node
  }

  #string(): Extract<Node, { kind: 'scalar' }> {
    const start = this.place()
    if (this.#text[this.#position] !== '"') this.#fail('Expecting property name enclosed in double quotes')
    this.#position++
    let text = ''
    for (;;) {
      const from = this.#position
      let code = this.#text.charCodeAt(this.#position)
      while (code >= 0x20 && code !== 0x22 && code !== 0x5c) code = this.#text.charCodeAt(++this.#position)
      text += this.#text.slice(from, this.#position)
      if (code === 0x22) break
      if (Number.isNaN(code)) this.#fail('Unterminated string starting at', start)
      if (code !== 0x5c) this.#fail('Invalid control character at')
      text += this.#escape()
    }
    this.#position++
    return this.#scalar(start, text, { type: 'str', value: text }, 'double') as Extract<Node, { kind: 'scalar' }>
  }
  #escape(): string {
    const character = this.#text[this.#position + 1] ?? ''
    if (character === 'u') {
      const digits = /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#position + 2, this.#position + 6))
      if (!digits) this.#fail('Invalid \\uXXXX escape')
      this.#position += 6
      return String.fromCharCode(Number.parseInt(digits[0], 16))
    }
    const replacement = Object.hasOwn(escapes, character) ? escapes[character] : undefined
    if (replacement === undefined) this.#fail('Invalid \\escape')
    this.#position += 2
    return replacement
  }

  #array(start: Place): Node {
    const items: Item[] = []
    this.#position++
    this.#space()
    while (this.#text[this.#position] !== ']') {
      const value = this.#value()
      items.push({ value, at: value.start })
      if (!this.#separator(']')) break
    }
    this.#position++
    return { kind: 'sequence', tag: `${yamlTag}seq`, flow: true, items, start, end: this.#position }
  }
  #object(start: Place): Node {
    const written: Entry[] = []
    const entries = new Map<string, Entry>()
    const node: Growing<Extract<Node, { kind: 'mapping' }>> = {
      kind: 'mapping',
      tag: `${yamlTag}map`,
      flow: true,
      written,
      entries,
      start,
      end: 0,
    }
    this.#position++
    this.#space()
    while (this.#text[this.#position] !== '}') {
      const key = this.#string()
      this.#space()
      if (this.#text[this.#position] !== ':') this.#fail("Expecting ':' delimiter")
      this.#position++
      this.#space()
      const value = this.#value()
      const entry: Entry = { key, keyAt: key.start, value, at: value.start }
      const name = keyName(key.value)
      const other = entries.get(name)?.keyAt
      if (other) {
        this.findings.push({ problem: 'duplicate-key', refused: false, at: key.start, detail: key.text, other })
      }
      written.push(entry)
      entries.set(name, entry)
      if (!this.#separator('}')) break
    }
    this.#position++
    node.end = this.#position
    return node
  }
  /** Whether another item follows. */
  #separator(close: ']' | '}'): boolean {
    this.#space()
    if (this.#text[this.#position] === close) return false
    if (this.#text[this.#position] !== ',') this.#fail("Expecting ',' delimiter")
    const comma = this.place()
    this.#position++
    this.#space()
    if (this.#text[this.#position] === close) {
      const next = close === '}' ? 'Expecting property name enclosed in double quotes' : 'Expecting value'
      this.#loose(`a comma before '${close}' (${next})`, comma)
    }
    return true
  }
}
