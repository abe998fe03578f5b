/** One key of a text changed, added or taken away; every other byte stays: comments, order, quoting, line ends, the mark at the start. */

import { readJson } from '../json.ts'
import { readYaml } from './document.ts'
import { type Document, type Entry, type Item, keyName, type MappingNode, type Node } from './node.ts'
import { type Context, type Writable, writeScalar } from './scalar.ts'

/** What a key can be set to. */
export type EditValue = Writable | readonly EditValue[] | ReadonlyMap<string, EditValue>

export type Path = readonly (string | number)[]

export type Change =
  | { readonly path: Path; readonly value: EditValue }
  /** Takes the key away, every time it is written. */
  | { readonly path: Path; readonly remove: true }
  /** Another name for the key, in the same place, with the same value. */
  | { readonly path: Path; readonly rename: string }

/** Why a text was left as it is. */
export type EditProblem =
  /** The text cannot be read. */
  | 'unreadable'
  /** A name on the path is no mapping, or there is no such item in a list. */
  | 'no-place'
  /** The value has an anchor, or comes from one: changing it would change other keys too. */
  | 'shared'
  /** The text is written in a way that cannot be changed without touching more than the key. */
  | 'entangled'

export type Edited = { readonly text: string } | { readonly problem: EditProblem }

export type Language = 'yaml' | 'json'

/** The characters that end a line: PyYAML counts three more than JSON does, and a comment ends at each of them. */
const breakCharacters: Readonly<Record<Language, string>> = { yaml: '\\n\\r\\x85\\u2028\\u2029', json: '\\n\\r' }

/** Regular expressions about lines, by language. */
const linePatterns = (language: Language) => {
  const characters = breakCharacters[language]
  const lineBreak = `(?:\\r\\n|[${characters}])`
  return {
    breakAtStart: new RegExp(`^${lineBreak}`),
    breakAtEnd: new RegExp(`${lineBreak}$`),
    anyBreak: new RegExp(`[${characters}]`, 'g'),
    lastLine: new RegExp(`[^${characters}]*$`),
    beginsALine: new RegExp(`(?:^|[${characters}\\ufeff])$`),
    blank: new RegExp(`^[ \\t${characters}]*$`),
  }
}
const lines = { yaml: linePatterns('yaml'), json: linePatterns('json') }

const readers: Readonly<Record<Language, (text: string) => Document>> = {
  yaml: readYaml,
  json: (text) => readJson(text, { lenient: true }),
}

/** The text with changes made one after the other; with the first that cannot be made, nothing is changed. */
export function edit(text: string, changes: readonly Change[], language: Language = 'yaml'): Edited {
  let current = text
  for (const change of changes) {
    const next = editOnce(current, change, language)
    if ('problem' in next) return next
    current = next.text
  }
  return { text: current }
}

function editOnce(text: string, change: Change, language: Language): Edited {
  const document = readers[language](text)
  if (document.refused) return { problem: 'unreadable' }
  const editor = new Editor(document, language)
  const tried =
    'remove' in change
      ? editor.removals(change.path)
      : 'rename' in change
        ? editor.renamed(change.path, change.rename)
        : editor.changes(change.path, change.value)
  if ('problem' in tried) return tried
  // What was meant is checked by reading again: the key has its value, and nothing else has another.
  const meant =
    'remove' in change
      ? without(document.root, change.path)
      : 'rename' in change
        ? withName(document.root, change.path, change.rename)
        : withValue(document.root, change.path, change.value)
  for (const candidate of tried.texts) {
    const after = readers[language](candidate)
    if (!after.refused && meaning(after.root) === meant) return { text: candidate }
  }
  return { problem: 'entangled' }
}

type Tried = { readonly texts: readonly string[] } | { readonly problem: EditProblem }

class Editor {
  readonly #text: string
  readonly #root: Node | null
  readonly #json: boolean
  readonly #newline: string
  readonly #lines: ReturnType<typeof linePatterns>

  constructor({ text, root }: Document, language: Language) {
    this.#text = text
    this.#root = root
    this.#json = language === 'json'
    this.#lines = lines[language]
    // New lines end as a text editor ends them, never with a break that only YAML knows.
    this.#newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  }

  #replaced(start: number, end: number, by: string): string {
    return this.#text.slice(0, start) + by + this.#text.slice(end)
  }

  changes(path: Path, value: EditValue): Tried {
    if (path.length === 0) return { problem: 'no-place' }
    if (!this.#root || isNull(this.#root)) return this.#first(path, value)
    let node: Node = this.#root
    let flow = this.#json
    for (const [depth, step] of path.entries()) {
      const last = depth === path.length - 1
      flow ||= node.kind !== 'scalar' && node.flow
      if (typeof step === 'number') {
        const item: Item | undefined = node.kind === 'sequence' ? node.items[step] : undefined
        if (!item) return { problem: 'no-place' }
        if (last) return this.#setItem(item, value, flow, 0)
        if (item.alias !== undefined) return { problem: 'shared' }
        node = item.value
        continue
      }
      if (node.kind !== 'mapping') return { problem: 'no-place' }
      const entry: Entry | undefined = node.entries.get(keyName({ type: 'str', value: step }))
      const rest = path.slice(depth + 1)
      if (!entry || (entry.merged && last)) return this.#add(node, step, nested(rest, value), flow)
      if (last) return this.#setEntry(entry, value, flow, node)
      if (entry.merged || entry.alias !== undefined) return { problem: 'shared' }
      if (isNull(entry.value)) return this.#setEntry(entry, nested(rest, value), flow, node)
      node = entry.value
    }
    return { problem: 'no-place' }
  }

  /** Into a text without a value. */
  #first(path: Path, value: EditValue): Tried {
    if (path.some((step) => typeof step === 'number')) return { problem: 'no-place' }
    const whole = nested(path, value)
    if (this.#json)
      return { texts: [this.#replaced(this.#root!.start.offset, this.#root!.end, this.#write(whole, true, 0))] }
    const block = this.#block(whole as ReadonlyMap<string, EditValue>, 0)
    const bare = block.slice(this.#newline.length)
    if (this.#root && !(this.#root.kind === 'scalar' && this.#root.style === 'empty')) {
      const { start, end } = this.#root
      // Behind `---` on the same line there may be no key.
      return { texts: [bare, block].map((text) => this.#replaced(start.offset, end, text)) }
    }
    const gap = this.#lines.beginsALine.test(this.#text) ? '' : this.#newline
    return { texts: [`${this.#text}${gap}${bare}${this.#newline}`] }
  }

  #setEntry(entry: Entry, value: EditValue, flow: boolean, mapping: MappingNode): Tried {
    const indent = flow ? 0 : mapping.start.column - 1
    return this.#setItem(entry, value, flow, indent, entry.key.end)
  }

  /** `after`: the offset behind the key, where there is one. */
  #setItem(item: Item, value: EditValue, flow: boolean, indent: number, after?: number): Tried {
    const { value: node, at } = item
    const start = at.offset
    const end = item.alias === undefined ? node.end : start + 1 + item.alias.length
    const properties = item.alias === undefined ? this.#text.slice(start, node.start.offset) : ''
    if (properties.includes('&')) return { problem: 'shared' }
    const text = this.#write(value, flow, indent, node)
    const block = text.startsWith(this.#newline)
    if (node.kind === 'scalar' && node.style === 'empty' && item.alias === undefined) {
      return { texts: [this.#replaced(start, Math.max(end, start), block ? text : ` ${text}`)] }
    }
    const blockValue = (node.kind !== 'scalar' && !node.flow) || isBlockScalar(node)
    if (item.alias === undefined && (blockValue || block) && after !== undefined) {
      // The old or the new value stands below its key: everything behind the colon goes, unless a comment is in it.
      const colon = this.#text.indexOf(':', after) + 1
      if (this.#lines.blank.test(this.#text.slice(colon, start))) {
        return { texts: [this.#replaced(colon, end, block ? text : ` ${text}`)] }
      }
    }
    return { texts: [this.#replaced(start, end, text)] }
  }

  #add(mapping: MappingNode, key: string, value: EditValue, flow: boolean): Tried {
    const last = mapping.written.at(-1)
    if (mapping.flow || !last) return this.#addToFlow(mapping, key, value, last)
    const indent = mapping.start.column - 1
    const line = `${' '.repeat(indent)}${this.#key(key, flow)}:${this.#after(value, indent)}`
    const lineEnd = this.#lineEnd(endOf(last))
    const first = mapping.written[0]!
    const before = first.keyAt.offset
    return {
      texts: [
        this.#replaced(lineEnd, lineEnd, `${this.#newline}${line}`),
        // A block scalar that keeps its last empty lines does not let anything stand behind it.
        this.#replaced(before, before, `${line.trimStart()}${this.#newline}${' '.repeat(indent)}`),
      ],
    }
  }
  #after(value: EditValue, indent: number): string {
    const text = this.#write(value, false, indent)
    return text.startsWith(this.#newline) ? text : ` ${text}`
  }

  #addToFlow(mapping: MappingNode, key: string, value: EditValue, last: Entry | undefined): Tried {
    const pair = `${this.#key(key, true)}: ${this.#write(value, true, 0)}`
    if (!last) {
      const inside = mapping.start.offset + 1
      return { texts: [this.#replaced(inside, inside, pair)] }
    }
    const end = endOf(last)
    const start = last.keyAt.offset
    const lead = this.#lines.lastLine.exec(this.#text.slice(0, start))![0]
    // An entry on a line of its own is followed by another, at the same indentation.
    const gap = /^[ \t]+$/.test(lead) ? `${this.#newline}${lead}` : ' '
    return { texts: [this.#replaced(end, end, `,${gap}${pair}`)] }
  }

  renamed(path: Path, to: string): Tried {
    const parent = path.length > 0 ? nodeAt(this.#root, path.slice(0, -1)) : undefined
    const step = path.at(-1)
    if (parent?.kind !== 'mapping' || typeof step !== 'string') return { problem: 'no-place' }
    const name = keyName({ type: 'str', value: step })
    const written = parent.written.filter(({ key }) => key.kind === 'scalar' && keyName(key.value) === name)
    if (written.length === 0) return { problem: parent.entries.has(name) ? 'shared' : 'no-place' }
    // Two keys of one name would lose one of the values.
    if (parent.entries.has(keyName({ type: 'str', value: to }))) return { problem: 'entangled' }
    let text = this.#text
    for (const { key } of written.toReversed()) {
      text = text.slice(0, key.start.offset) + this.#key(to, this.#json || parent.flow) + text.slice(key.end)
    }
    return { texts: [text] }
  }

  removals(path: Path): Tried {
    const parent = path.length > 0 ? nodeAt(this.#root, path.slice(0, -1)) : undefined
    const step = path.at(-1)
    if (parent?.kind !== 'mapping' || typeof step !== 'string') return { problem: 'no-place' }
    const name = keyName({ type: 'str', value: step })
    const entry = parent.entries.get(name)
    if (!entry) return { problem: 'no-place' }
    if (entry.merged) return { problem: 'shared' }
    const gone = parent.written.filter(({ key }) => key.kind === 'scalar' && keyName(key.value) === name)
    if (
      gone.some(
        (one) => this.#text.slice(one.at.offset, one.value.start.offset).includes('&') && one.alias === undefined,
      )
    ) {
      return { problem: 'shared' }
    }
    const kept = parent.written.filter((one) => !gone.includes(one))
    if (kept.length === 0) {
      // An empty mapping has to be written out, or it would be None.
      return this.#emptied(parent, path)
    }
    let text = this.#text
    for (const one of gone.toReversed())
      text = parent.flow ? this.#cutFlow(text, parent, one) : this.#cut(text, parent, one)
    return { texts: [text] }
  }
  #emptied(parent: MappingNode, path: Path): Tried {
    if (path.length > 1) {
      const above = nodeAt(this.#root, path.slice(0, -2))
      const name = path.at(-2)
      const entry = above?.kind === 'mapping' && typeof name === 'string' ? above.entries.get(name) : undefined
      if (entry) return this.#setItem(entry, new Map(), true, 0, entry.key.end)
    }
    return { texts: [this.#replaced(parent.start.offset, parent.end, '{}')] }
  }
  #cut(text: string, parent: MappingNode, entry: Entry): string {
    const lead = this.#lines.lastLine.exec(text.slice(0, entry.keyAt.offset))![0]
    const end = this.#lineEnd(endOf(entry))
    if (/^[ \ufeff]*$/.test(lead)) {
      const start = entry.keyAt.offset - lead.replace('\ufeff', '').length
      const newline = this.#lines.breakAtStart.exec(this.#text.slice(end))?.[0] ?? ''
      // The last line of a text that ends without a break takes the break before it along.
      const before = newline === '' ? (this.#lines.breakAtEnd.exec(text.slice(0, start))?.[0].length ?? 0) : 0
      return text.slice(0, start - before) + text.slice(end + newline.length)
    }
    const next = parent.written[parent.written.indexOf(entry) + 1]
    return next ? text.slice(0, entry.keyAt.offset) + text.slice(next.keyAt.offset) : text
  }
  #cutFlow(text: string, parent: MappingNode, entry: Entry): string {
    const index = parent.written.indexOf(entry)
    const next = parent.written[index + 1]
    if (next) return text.slice(0, entry.keyAt.offset) + text.slice(next.keyAt.offset)
    const previous = parent.written[index - 1]
    return previous ? text.slice(0, endOf(previous)) + text.slice(endOf(entry)) : text
  }

  #lineEnd(offset: number): number {
    const { anyBreak } = this.#lines
    anyBreak.lastIndex = offset
    return anyBreak.exec(this.#text)?.index ?? this.#text.length
  }

  #key(key: string, flow: boolean): string {
    return this.#json ? JSON.stringify(key) : writeScalar(key, flow ? 'flow' : 'block')
  }

  /** A value as text; a block collection begins with a line break. */
  #write(value: EditValue, flow: boolean, indent: number, old?: Node): string {
    if (isScalar(value)) return this.#scalar(value, flow ? 'flow' : 'block', old)
    if (!(value instanceof Map)) {
      const items = value as readonly EditValue[]
      const oldItem = old?.kind === 'sequence' ? old.items[0] : undefined
      // A list that was written with dashes stays so.
      if (!flow && oldItem && old?.kind === 'sequence' && !old.flow && items.length > 0 && items.every(isScalar)) {
        const lead = ' '.repeat(old.start.column - 1)
        return items.map((item) => `${this.#newline}${lead}- ${this.#write(item, false, 0, oldItem.value)}`).join('')
      }
      return `[${items.map((item) => this.#write(item, true, 0, oldItem?.value)).join(', ')}]`
    }
    const pairs = [...(value as ReadonlyMap<string, EditValue>)]
    if (!flow && pairs.length > 0) return this.#block(pairs, indent + 2)
    return `{${pairs.map(([key, one]) => `${this.#key(key, true)}: ${this.#write(one, true, 0)}`).join(', ')}}`
  }
  #block(pairs: Iterable<readonly [string, EditValue]>, indent: number): string {
    return [...pairs]
      .map(([key, one]) => `${this.#newline}${' '.repeat(indent)}${this.#key(key, false)}:${this.#after(one, indent)}`)
      .join('')
  }
  #scalar(value: Writable, context: Context, old: Node | undefined): string {
    if (this.#json) return jsonText(value)
    const text = writeScalar(value, context)
    if (typeof value !== 'string' || old?.kind !== 'scalar' || old.value.type !== 'str') return text
    // A text in quotes stays in the same quotes.
    if (old.style === 'single' && !text.startsWith('"')) return `'${value.replaceAll("'", "''")}'`
    if (old.style === 'double' && !text.startsWith('"') && !/["\\]/.test(value)) return `"${value}"`
    return text
  }
}

function jsonText(value: Writable): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'object' && value !== null) {
    if (value.type === 'null') return 'null'
    if (value.type === 'error') return 'null'
    if (value.type === 'float') return jsonFloat(value.value)
    if (typeof value.value === 'bigint') return String(value.value)
    return JSON.stringify(value.value)
  }
  return typeof value === 'number' && !Number.isInteger(value) ? jsonFloat(value) : JSON.stringify(value)
}
/** Python's `json` knows NaN and Infinity by these names. */
function jsonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity'
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

const isNull = (node: Node): node is Extract<Node, { kind: 'scalar' }> =>
  node.kind === 'scalar' && node.value.type === 'null'
const isBlockScalar = (node: Node): boolean =>
  node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded')
const isScalar = (value: EditValue): value is Writable =>
  value === null || typeof value !== 'object' || !(value instanceof Map || Array.isArray(value))

function nested(path: Path, value: EditValue): EditValue {
  return path.reduceRight<EditValue>((inner, step) => new Map([[String(step), inner]]), value)
}

/** The offset behind an entry, its value included. */
function endOf(entry: Entry): number {
  if (entry.alias !== undefined) return entry.at.offset + 1 + entry.alias.length
  return Math.max(entry.value.end, entry.key.end)
}

/** The node at a path; nothing if there is none. */
export function nodeAt(root: Node | null, path: Path): Node | undefined {
  let node: Node | undefined = root ?? undefined
  for (const step of path) {
    if (typeof step === 'number') node = node?.kind === 'sequence' ? node.items[step]?.value : undefined
    else node = node?.kind === 'mapping' ? node.entries.get(keyName({ type: 'str', value: step }))?.value : undefined
  }
  return node
}

// The meaning of a text, as a text to compare.

type Meaning = string | readonly Meaning[] | ReadonlyMap<string, Meaning>

function meaningOf(node: Node | null): Meaning {
  if (!node) return scalarMeaning(null)
  if (node.kind === 'scalar') return scalarMeaning(node.value)
  if (node.kind === 'sequence') return node.items.map(({ value }) => meaningOf(value))
  return new Map([...node.entries].map(([name, { value }]) => [name, meaningOf(value)]))
}
function scalarMeaning(value: Writable): string {
  if (value === null) return 'null'
  if (typeof value === 'object') {
    if (value.type === 'null') return 'null'
    if (value.type === 'error') return 'error'
    return `${value.type} ${Object.is(value.value, -0) ? '-0' : value.value}`
  }
  if (typeof value === 'string') return `str ${value}`
  if (typeof value === 'boolean') return `bool ${value}`
  if (typeof value === 'bigint') return `int ${value}`
  return Number.isInteger(value) && Math.abs(value) < 1e22 && !Object.is(value, -0)
    ? `int ${BigInt(value)}`
    : `float ${Object.is(value, -0) ? '-0' : value}`
}
function valueMeaning(value: EditValue): Meaning {
  if (isScalar(value)) return scalarMeaning(value)
  if (!(value instanceof Map)) return (value as readonly EditValue[]).map(valueMeaning)
  return new Map(
    [...(value as ReadonlyMap<string, EditValue>)].map(([key, one]) => [
      keyName({ type: 'str', value: key }),
      valueMeaning(one),
    ]),
  )
}
const isMap = (meaning: Meaning | undefined): meaning is ReadonlyMap<string, Meaning> => meaning instanceof Map
const printed = (meaning: Meaning): string => {
  if (typeof meaning === 'string') return JSON.stringify(meaning)
  if (!isMap(meaning)) return `[${meaning.map(printed).join(',')}]`
  // The order of keys means nothing.
  const pairs = [...meaning].map(([name, one]) => `${JSON.stringify(name)}:${printed(one)}`)
  return `{${pairs.sort().join(',')}}`
}
const meaning = (root: Node | null): string => printed(meaningOf(root))

/** The meaning with one place changed, or gone. */
function changed(at: Meaning | undefined, path: Path, value: Meaning | undefined): Meaning {
  const [step, ...rest] = path
  if (step === undefined) return value ?? 'nothing'
  if (typeof step === 'number') {
    if (at === undefined || typeof at === 'string' || isMap(at)) return 'nothing'
    return at.map((item, index) => (index === step ? changed(item, rest, value) : item))
  }
  const name = keyName({ type: 'str', value: step })
  const map = new Map(isMap(at) ? at : [])
  if (rest.length === 0 && value === undefined) map.delete(name)
  else map.set(name, changed(map.get(name), rest, value))
  return map
}
const withValue = (root: Node | null, path: Path, value: EditValue): string =>
  printed(changed(meaningOf(root), path, valueMeaning(value)))
const withName = (root: Node | null, path: Path, to: string): string => {
  const gone = changed(meaningOf(root), path, undefined)
  const node = nodeAt(root, path)
  return printed(node ? changed(gone, [...path.slice(0, -1), to], meaningOf(node)) : gone)
}
const without = (root: Node | null, path: Path): string => printed(changed(meaningOf(root), path, undefined))
