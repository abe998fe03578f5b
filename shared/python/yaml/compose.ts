/** Tokens → nodes, by the grammar of PyYAML 6.0.3's parser and composer (parser.py, composer.py, read 2026-11-24). */
import type { Entry, Item, Node, Place, Problem } from './node.ts'
import { implicitTag } from './scalar.ts'
import type { Token, TokenType } from './tokens.ts'

export const yamlTag = 'tag:yaml.org,2002:'

/**
 * PyYAML composes by recursion, and Python stops it at about this many nested collections (measured with 3.11: 491 to 494 in a
 * bare script, fewer under a program that has frames of its own).
 */
export const deepest = 400

/** What ends reading. */
export class Refusal extends Error {
  readonly problem: Problem
  readonly at: Place
  readonly other: Place | undefined
  constructor(problem: Problem, at: Place, message: string, other?: Place) {
    super(message)
    this.problem = problem
    this.at = at
    this.other = other
  }
}

/** The nodes while they grow; construction completes them. */
export type Growing<T extends Node> = { -readonly [K in keyof T]: T[K] }
const noEntries: ReadonlyMap<string, Entry> = new Map()
const unread = { type: 'null' } as const

export const placeOf = (token: Token): Place => ({ offset: token.start, line: token.line, column: token.column })
const endOf = (token: Token): Place => ({
  offset: token.end,
  line: token.line,
  column: token.column + token.end - token.start,
})

/** The root of the one document in the tokens; null if there is none. Throws a Refusal. */
export function compose(tokens: readonly Token[]): { readonly root: Item | null; readonly aliases: number } {
  const composer = new Composer(tokens)
  return { root: composer.document(), aliases: composer.aliases }
}

class Composer {
  aliases = 0
  readonly #tokens: readonly Token[]
  #index = 0
  #depth = 0
  #handles = new Map<string, string>()
  readonly #anchors = new Map<string, Node>()
  readonly #open = new Set<Node>()

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  #peek(): Token {
    const token = this.#tokens[this.#index]
    // Only behind a bracket that nothing opened do the tokens end without an end.
    if (!token) throw new Refusal('syntax', placeOf(this.#tokens.at(-1)!), 'found an unexpected closing bracket')
    if (token.type === 'error') throw new Refusal('syntax', placeOf(token), token.text!)
    return token
  }
  #take(): Token {
    const token = this.#peek()
    this.#index++
    return token
  }
  #at(one: TokenType, two?: TokenType, three?: TokenType, four?: TokenType): boolean {
    const { type } = this.#peek()
    return type === one || type === two || type === three || type === four
  }
  #unexpected(context: string, expected: string): never {
    const token = this.#peek()
    throw new Refusal('syntax', placeOf(token), `${context}: expected ${expected}, but found '${token.type}'`)
  }

  document(): Item | null {
    let root: Item
    if (!this.#at('directive', 'document start', 'stream end')) {
      // Like PyYAML, which allows `...` only after a document here.
      this.#handles = new Map(defaultHandles)
      root = this.#node(true, false)
    } else {
      if (this.#at('stream end')) return null
      this.#directives()
      if (!this.#at('document start')) this.#unexpected('while parsing a document', "'<document start>'")
      const start = this.#take()
      root = this.#at('directive', 'document start', 'document end', 'stream end')
        ? this.#empty(endOf(start))
        : this.#node(true, false)
    }
    if (this.#at('document end')) this.#take()
    while (this.#at('document end')) this.#take()
    if (!this.#at('stream end')) {
      const token = this.#peek()
      this.#directives()
      if (!this.#at('document start')) this.#unexpected('while parsing a document', "'<document start>'")
      throw new Refusal(
        'several-documents',
        placeOf(token),
        'expected a single document in the stream, but found another document',
        root.at,
      )
    }
    return root
  }

  #directives(): void {
    this.#handles = new Map()
    let version = false
    while (this.#at('directive')) {
      const token = this.#take()
      const at = placeOf(token)
      if (token.text === 'YAML') {
        if (version) throw new Refusal('syntax', at, 'found duplicate YAML directive')
        if (Number(token.argument) !== 1) {
          throw new Refusal('syntax', at, 'found incompatible YAML document (version 1.* is required)')
        }
        version = true
      } else if (token.text === 'TAG') {
        if (this.#handles.has(token.handle!)) throw new Refusal('syntax', at, `duplicate tag handle ${token.handle}`)
        this.#handles.set(token.handle!, token.argument!)
      }
    }
    for (const [handle, prefix] of defaultHandles) {
      if (!this.#handles.has(handle)) this.#handles.set(handle, prefix)
    }
  }

  #node(block: boolean, indentless: boolean): Item {
    const first = this.#peek()
    const at = placeOf(first)
    if (first.type === 'alias') return this.#alias(this.#take())
    let anchor: Token | undefined
    let tagToken: Token | undefined
    if (first.type === 'anchor') {
      anchor = this.#take()
      if (this.#at('tag')) tagToken = this.#take()
    } else if (first.type === 'tag') {
      tagToken = this.#take()
      if (this.#at('anchor')) anchor = this.#take()
    }
    const tag = tagToken ? this.#tagOf(tagToken) : undefined
    if (anchor && this.#anchors.has(anchor.text!)) {
      const earlier = this.#anchors.get(anchor.text!)!
      throw new Refusal(
        'duplicate-anchor',
        at,
        `found duplicate anchor '${anchor.text}'; first occurrence`,
        earlier.start,
      )
    }
    const value = this.#content(block, indentless, tag, anchor, tagToken ?? anchor)
    return { value, at }
  }

  #alias(token: Token): Item {
    const target = this.#anchors.get(token.text!)
    const at = placeOf(token)
    if (!target) throw new Refusal('undefined-alias', at, `found undefined alias '${token.text}'`)
    if (this.#open.has(target)) {
      throw new Refusal('recursive-alias', at, `the alias '${token.text}' stands inside of what it names`, target.start)
    }
    this.aliases++
    return { value: target, at, alias: token.text! }
  }

  #tagOf(token: Token): string {
    if (token.handle === null || token.handle === undefined) return token.text!
    const prefix = this.#handles.get(token.handle)
    if (prefix === undefined) {
      throw new Refusal('syntax', placeOf(token), `found undefined tag handle '${token.handle}'`)
    }
    return prefix + token.text
  }

  #content(
    block: boolean,
    indentless: boolean,
    tag: string | undefined,
    anchor: Token | undefined,
    last: Token | undefined,
  ): Node {
    const token = this.#peek()
    const start = placeOf(token)
    const implicit = tag === undefined || tag === '!'
    const name = anchor?.text
    if (indentless && token.type === '-')
      return this.#sequence(start, tag, name, false, (items) => this.#indentless(items))
    switch (token.type) {
      case 'scalar': {
        this.#index++
        const text = token.text!
        const style = token.style!
        const resolved =
          (style === 'plain' && tag === undefined) || tag === '!'
            ? yamlTag + implicitTag(text)
            : (tag ?? `${yamlTag}str`)
        return this.#named(name, {
          kind: 'scalar',
          tag: resolved,
          text,
          style,
          value: unread,
          start,
          end: token.end,
        })
      }
      case '[':
        return this.#sequence(start, tag, name, true, (items) => this.#flowSequence(items))
      case '{':
        return this.#mapping(start, tag, name, true, (entries) => this.#flowMapping(entries))
      case 'block sequence start':
        if (block) return this.#sequence(start, tag, name, false, (items) => this.#blockSequence(items))
        break
      case 'block mapping start':
        if (block) return this.#mapping(start, tag, name, false, (entries) => this.#blockMapping(entries))
        break
    }
    if (!last) this.#unexpected(`while parsing a ${block ? 'block' : 'flow'} node`, 'the node content')
    const place = endOf(last)
    return this.#named(name, {
      kind: 'scalar',
      tag: implicit ? `${yamlTag}null` : tag!,
      text: '',
      style: 'empty',
      value: unread,
      start: place,
      end: place.offset,
    })
  }

  #named<T extends Node>(name: string | undefined, node: T): T {
    if (name !== undefined) this.#anchors.set(name, node)
    return node
  }
  #empty(at: Place): Item {
    return {
      value: {
        kind: 'scalar',
        tag: `${yamlTag}null`,
        text: '',
        style: 'empty',
        value: unread,
        start: at,
        end: at.offset,
      },
      at,
    }
  }

  #sequence(
    start: Place,
    tag: string | undefined,
    name: string | undefined,
    flow: boolean,
    fill: (items: Item[]) => number,
  ): Node {
    const items: Item[] = []
    const node: Growing<Extract<Node, { kind: 'sequence' }>> = {
      kind: 'sequence',
      tag: tag === undefined || tag === '!' ? `${yamlTag}seq` : tag,
      flow,
      items,
      start,
      end: start.offset,
    }
    return this.#filled(this.#named(name, node), () => fill(items))
  }
  #mapping(
    start: Place,
    tag: string | undefined,
    name: string | undefined,
    flow: boolean,
    fill: (entries: Entry[]) => number,
  ): Node {
    const written: Entry[] = []
    const node: Growing<Extract<Node, { kind: 'mapping' }>> = {
      kind: 'mapping',
      tag: tag === undefined || tag === '!' ? `${yamlTag}map` : tag,
      flow,
      written,
      entries: noEntries,
      start,
      end: start.offset,
    }
    return this.#filled(this.#named(name, node), () => fill(written))
  }
  #filled<T extends Growing<Node>>(node: T, fill: () => number): T {
    if (++this.#depth > deepest) {
      throw new Refusal('too-deep', node.start, `more than ${deepest} collections inside of each other`)
    }
    this.#open.add(node)
    node.end = fill()
    this.#open.delete(node)
    this.#depth--
    return node
  }

  // Each of these gives the offset at which the collection ends.

  #blockSequence(items: Item[]): number {
    let end = this.#take().end
    while (this.#at('-')) {
      const dash = this.#take()
      const item = this.#at('-', 'block end') ? this.#empty(endOf(dash)) : this.#node(true, false)
      items.push(item)
      end = endOfItem(item, dash.end)
    }
    if (!this.#at('block end')) this.#unexpected('while parsing a block collection', '<block end>')
    this.#index++
    return end
  }
  #indentless(items: Item[]): number {
    let end = 0
    while (this.#at('-')) {
      const dash = this.#take()
      const item = this.#at('-', '?', ':', 'block end') ? this.#empty(endOf(dash)) : this.#node(true, false)
      items.push(item)
      end = endOfItem(item, dash.end)
    }
    return end
  }
  #blockMapping(entries: Entry[]): number {
    let end = this.#take().end
    for (;;) {
      let key: Item
      if (this.#at('?')) {
        const mark = this.#take()
        key = this.#at('?', ':', 'block end') ? this.#empty(endOf(mark)) : this.#node(true, true)
      } else if (this.#at('block end')) {
        this.#index++
        return end
      } else this.#unexpected('while parsing a block mapping', '<block end>')
      let value: Item
      if (this.#at(':')) {
        const colon = this.#take()
        value = this.#at('?', ':', 'block end') ? this.#empty(endOf(colon)) : this.#node(true, true)
        end = endOfItem(value, colon.end)
      } else {
        value = this.#empty(placeOf(this.#peek()))
        end = endOfItem(key, key.at.offset)
      }
      entries.push(entryOf(key, value))
    }
  }
  #flowSequence(items: Item[]): number {
    this.#index++
    for (let first = true; !this.#at(']'); first = false) {
      if (!first) this.#comma('while parsing a flow sequence', "',' or ']'")
      if (this.#at('?')) items.push(this.#pair())
      else if (!this.#at(']')) items.push(this.#node(false, false))
      else break
    }
    return this.#take().end
  }
  /** `[a: b]`, a mapping of one key. */
  #pair(): Item {
    const mark = this.#peek()
    const at = placeOf(mark)
    const value = this.#mapping(at, undefined, undefined, true, (entries) => {
      this.#index++
      const key = this.#at(':', ',', ']') ? this.#empty(endOf(mark)) : this.#node(false, false)
      let end = endOfItem(key, mark.end)
      let value = this.#empty(placeOf(this.#peek()))
      if (this.#at(':')) {
        const colon = this.#take()
        value = this.#at(',', ']') ? this.#empty(endOf(colon)) : this.#node(false, false)
        end = endOfItem(value, colon.end)
      }
      entries.push(entryOf(key, value))
      return end
    })
    return { value, at }
  }
  #flowMapping(entries: Entry[]): number {
    this.#index++
    for (let first = true; !this.#at('}'); first = false) {
      if (!first) this.#comma('while parsing a flow mapping', "',' or '}'")
      if (this.#at('?')) {
        const mark = this.#take()
        const key = this.#at(':', ',', '}') ? this.#empty(endOf(mark)) : this.#node(false, false)
        let value = this.#empty(placeOf(this.#peek()))
        if (this.#at(':')) {
          const colon = this.#take()
          value = this.#at(',', '}') ? this.#empty(endOf(colon)) : this.#node(false, false)
        }
        entries.push(entryOf(key, value))
      } else if (!this.#at('}')) {
        const key = this.#node(false, false)
        entries.push(entryOf(key, this.#empty(placeOf(this.#peek()))))
      } else break
    }
    return this.#take().end
  }
  #comma(context: string, expected: string): void {
    if (!this.#at(',')) this.#unexpected(context, expected)
    this.#index++
  }
}

const defaultHandles: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', yamlTag],
]

/** What stands behind an alias ends elsewhere; the alias itself ends with its name. */
function endOfItem(item: Item, otherwise: number): number {
  if (item.alias !== undefined) return item.at.offset + 1 + item.alias.length
  return Math.max(item.value.end, otherwise)
}

function entryOf(key: Item, { value, at, alias }: Item): Entry {
  return alias === undefined
    ? { key: key.value, keyAt: key.at, value, at }
    : { key: key.value, keyAt: key.at, value, at, alias }
}
