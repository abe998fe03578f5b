/** A YAML text as `yaml.safe_load` of PyYAML 6.0.3 reads it, with a place for everything; it never throws. */
import { compose, type Growing, Refusal, yamlTag } from './compose.ts'
import { forbiddenCharacter } from './decode.ts'
import {
  type Document,
  type Entry,
  type Item,
  keyName,
  type MappingNode,
  type Node,
  type Place,
  placeIn,
  type ScalarNode,
  type TextFinding,
} from './node.ts'
import { constructScalar } from './scalar.ts'
import { tokenize } from './tokens.ts'

/** Longer texts are no configuration; the limit keeps a mistaken path from filling the memory. */
export const longestText = 4 * 1024 * 1024
/** How many nodes aliases may add to a document when each is counted every time it is used. */
const mostRepeated = 100_000

const start = { offset: 0, line: 1, column: 1 }

/** Reads a text that is already decoded. */
export function readYaml(text: string): Document {
  const findings: TextFinding[] = []
  const refused = (finding: Omit<TextFinding, 'refused'>): Document => ({
    text,
    root: null,
    findings: [...findings, { ...finding, refused: true }],
    refused: true,
  })
  if (text.length > longestText) {
    return refused({ problem: 'too-large', at: start, detail: `${text.length} characters` })
  }
  const forbidden = forbiddenCharacter(text)
  if (forbidden) {
    return refused({ problem: forbidden.problem, at: placeIn(text, forbidden.offset), detail: forbidden.detail })
  }
  try {
    const { root, aliases } = compose(tokenize(text))
    if (!root) return { text, root: null, findings, refused: false }
    if (aliases > 0) refuseBomb(root)
    new Construction(findings, aliases).construct(root.value, root.at)
    findings.sort((one, other) => one.at.offset - other.at.offset)
    return { text, root: root.value, findings, refused: false }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refused({ problem: error.problem, at: error.at, detail: error.message, other: error.other })
  }
}

/** Counts what a reader would see that followed every alias. */
function refuseBomb(root: Item): void {
  const sizes = new Map<Node, number>()
  let written = 0
  const sizeOf = (node: Node): number => {
    const known = sizes.get(node)
    if (known !== undefined) return known
    written++
    let size = 1
    if (node.kind === 'sequence') for (const item of node.items) size += sizeOf(item.value)
    if (node.kind === 'mapping') for (const entry of node.written) size += sizeOf(entry.key) + sizeOf(entry.value)
    sizes.set(node, size)
    return size
  }
  const size = sizeOf(root.value)
  if (size - written > mostRepeated) {
    throw new Refusal('alias-bomb', root.at, `aliases repeat ${size - written} nodes`)
  }
}

const scalarTags = new Set(['null', 'bool', 'int', 'float', 'binary', 'timestamp', 'str'].map((name) => yamlTag + name))

/** The scalar that a node stands for; a mapping may stand for the value of its key `=` (YAML 1.1's value type). */
function scalarOf(node: Node): ScalarNode | undefined {
  if (node.kind === 'scalar') return node
  if (node.kind === 'sequence') return undefined
  const entry = node.written.find(({ key }) => key.tag === `${yamlTag}value`)
  return entry && scalarOf(entry.value)
}

/** What PyYAML's SafeConstructor does (constructor.py, read 2026-11-24), on the nodes themselves. */
class Construction {
  readonly #findings: TextFinding[]
  /** Only aliases lead to the same node twice. */
  readonly #done: Set<Node> | undefined
  readonly #flat = new Map<MappingNode, readonly Entry[]>()
  #merged = 0

  constructor(findings: TextFinding[], aliases: number) {
    this.#findings = findings
    this.#done = aliases > 0 ? new Set() : undefined
  }

  construct(node: Node, at: Place, asText = false): void {
    if (this.#done) {
      if (this.#done.has(node)) return
      this.#done.add(node)
    }
    if (asText || scalarTags.has(node.tag)) {
      this.#scalar(node, asText ? `${yamlTag}str` : node.tag, at)
      return
    }
    switch (node.tag) {
      case `${yamlTag}seq`:
        this.#sequence(node)
        return
      case `${yamlTag}map`:
      case `${yamlTag}set`:
        this.#mapping(node)
        return
      case `${yamlTag}omap`:
      case `${yamlTag}pairs`:
        this.#pairs(node)
        return
      default:
        throw new Refusal('unknown-tag', at, `could not determine a constructor for the tag '${node.tag}'`)
    }
  }

  #scalar(node: Node, tag: string, at: Place): void {
    const written = scalarOf(node)
    if (!written || (tag === `${yamlTag}timestamp` && written !== node)) {
      throw new Refusal('bad-value', node.start, `expected a scalar node, but found ${node.kind}`)
    }
    const value = constructScalar(tag.slice(yamlTag.length), written.text)
    if (value.type === 'error') throw new Refusal('bad-value', at, value.reason)
    if (written === node) {
      const growing: Growing<ScalarNode> = written
      growing.value = value
      return
    }
    const { text, style } = written
    Object.assign(node, { kind: 'scalar', text, style, value })
  }

  #sequence(node: Node): void {
    if (node.kind !== 'sequence') {
      throw new Refusal('bad-value', node.start, `expected a sequence node, but found ${node.kind}`)
    }
    for (const { value, at } of node.items) this.construct(value, at)
  }

  #mapping(node: Node): void {
    if (node.kind !== 'mapping') {
      throw new Refusal('bad-value', node.start, `expected a mapping node, but found ${node.kind}`)
    }
    const entries = new Map<string, Entry>()
    for (const entry of this.#flatten(node)) {
      this.construct(entry.key, entry.keyAt, entry.key.tag === `${yamlTag}value`)
      if (entry.key.kind !== 'scalar') {
        throw new Refusal(
          'unhashable-key',
          entry.keyAt,
          'while constructing a mapping: found unhashable key',
          node.start,
        )
      }
      this.construct(entry.value, entry.at)
      const name = keyName(entry.key.value)
      const earlier = entries.get(name)
      if (earlier && !earlier.merged && !entry.merged) {
        this.#findings.push({
          problem: 'duplicate-key',
          refused: false,
          at: entry.keyAt,
          detail: entry.key.text,
          other: earlier.keyAt,
        })
      }
      entries.set(name, entry)
    }
    const growing: Growing<MappingNode> = node
    growing.entries = entries
  }

  /** The keys of a mapping with those that merge keys bring in front. */
  #flatten(node: MappingNode): readonly Entry[] {
    if (!node.written.some(({ key }) => key.tag === `${yamlTag}merge`)) return node.written
    const known = this.#flat.get(node)
    if (known) return known
    const merge: Entry[] = []
    const own: Entry[] = []
    for (const entry of node.written) {
      if (entry.key.tag !== `${yamlTag}merge`) own.push(entry)
      else if (entry.value.kind === 'mapping') this.#source(entry.value, entry, merge)
      else if (entry.value.kind === 'sequence') {
        for (const { value, at } of entry.value.items) {
          if (value.kind === 'mapping') continue
          throw new Refusal('bad-merge', at, `expected a mapping for merging, but found ${value.kind}`)
        }
        // The first mapping of the list wins, hence stands last.
        for (const { value } of entry.value.items.toReversed()) {
          if (value.kind === 'mapping') this.#source(value, entry, merge)
        }
      } else {
        throw new Refusal(
          'bad-merge',
          entry.at,
          `expected a mapping or list of mappings for merging, but found ${entry.value.kind}`,
        )
      }
    }
    const flat = [...merge, ...own]
    this.#flat.set(node, flat)
    return flat
  }
  #source(node: MappingNode, { keyAt }: Entry, into: Entry[]): void {
    const entries = this.#flatten(node)
    this.#merged += entries.length
    if (this.#merged > mostRepeated) throw new Refusal('alias-bomb', keyAt, 'merge keys repeat too many keys')
    for (const entry of entries) into.push({ ...entry, merged: true })
  }

  /** `!!omap` and `!!pairs`: a list of mappings of one key each, which are not looked at as mappings. */
  #pairs(node: Node): void {
    if (node.kind !== 'sequence') {
      throw new Refusal('bad-value', node.start, `expected a sequence, but found ${node.kind}`)
    }
    for (const { value, at } of node.items) {
      const entry = value.kind === 'mapping' && value.written.length === 1 ? value.written[0] : undefined
      if (!entry) throw new Refusal('bad-value', at, 'expected a mapping of length 1')
      this.construct(entry.key, entry.keyAt)
      this.construct(entry.value, entry.at)
      const name = entry.key.kind === 'scalar' ? keyName(entry.key.value) : '\0collection'
      const growing = value as Growing<MappingNode>
      growing.entries = new Map([[name, entry]])
    }
  }
}
