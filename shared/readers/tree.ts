/** A tree of keys → what it says about options. The names come from the options themselves. */
import { type Answers, answer, checkValue, parseText } from '../config.ts'
import type { Field, Target, Value } from '../fields/field.ts'
import { type FieldKey, fieldAt, fieldKeys, fields } from '../fields/index.ts'
import { nodeAt } from '../python/yaml/edit.ts'
import type { Document, Entry, Node } from '../python/yaml/node.ts'
import { writeScalar } from '../python/yaml/scalar.ts'
import type { Given, Open, Reading, Reference, Refused, Unknown, Written } from './reader.ts'

/** A tool's name → the option it stands for. */
export type Names = ReadonlyMap<string, FieldKey>

/** Every name that a tool knows options by; of several options with one name the first that `takes` allows. */
export function namesOf(target: Target, takes: (key: FieldKey) => boolean = () => true): Names {
  const names = new Map<string, FieldKey>()
  for (const key of fieldKeys) {
    const name = (fields[key] as Field).emits?.[target]
    if (name !== undefined && !names.has(name) && takes(key)) names.set(name, key)
  }
  return names
}

/** What a name means that is not one option with one value. */
export type Meaning =
  /** The tool knows it; options say nothing about it, or another name of the file does. */
  | 'understood'
  /** The tool knows it, and no option says it. */
  | 'no-option'
  /** The option that it decides, with a value that is only known when the tool runs. */
  | { readonly open: FieldKey }
  | { readonly answers: readonly (readonly [FieldKey, Value])[] }
  | { readonly reference: Reference['kind']; readonly key?: FieldKey }

export interface Dialect {
  readonly kind: string
  readonly language: 'yaml' | 'json'
  readonly names: Names
  /** Whether a text is taken for the number, truth value or choice that it spells. */
  readonly loose?: (path: string) => boolean
  /** Asked first about every key. */
  readonly special?: (
    path: string,
    value: Value | undefined,
    root: ReadonlyMap<string, Value | undefined>,
    /** The value at any other path. */
    at: (...path: readonly (string | number)[]) => Value | undefined,
  ) => Meaning | undefined
  /** Whether the tool has a name that is no option of ours; a name that it does not have is unknown. */
  readonly knows?: (path: string) => boolean
  /** Called with what was said; gives what silence means. */
  readonly implied?: (
    answers: Answers,
    said: ReadonlySet<string>,
    root: ReadonlyMap<string, Value | undefined>,
  ) => Answers
}

/** A node as a value of ours; undefined for what no option can hold. */
export function plainValue(node: Node): Value | undefined {
  if (node.kind === 'mapping') return undefined
  if (node.kind === 'sequence') {
    const items = node.items.map(({ value }) => plainValue(value))
    return items.every((item) => item !== undefined && !Array.isArray(item)) ? items.map(String) : undefined
  }
  const { value } = node
  switch (value.type) {
    case 'null':
      return null
    case 'error':
      return undefined
    case 'int':
      return Number(value.value)
    default:
      return value.value
  }
}

/** A value as it is written, short enough for a message. */
export function writtenText(document: Document, { value, at }: Pick<Entry, 'value' | 'at'>): string {
  const text =
    value.kind === 'scalar' && value.style !== 'empty'
      ? writeScalar(value.text)
      : document.text.slice(at.offset, value.end)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

const textOfKey = (key: Node): string => (key.kind === 'scalar' ? key.text : '')

const known = new WeakMap<Names, ReadonlySet<string>>()

/** Every section that a name stands in, outer ones too. */
function sectionsOf(names: Names): ReadonlySet<string> {
  const found = known.get(names) ?? new Set([...names.keys()].flatMap((name) => [...outside(name)]))
  known.set(names, found)
  return found
}

function* outside(name: string): Generator<string> {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) yield name.slice(0, dot)
}

export function readTree(document: Document, dialect: Dialect): Reading {
  const { names, special, loose = () => false } = dialect
  const sections = sectionsOf(names)
  const given: Given[] = []
  const unknown: Unknown[] = []
  const refused: Refused[] = []
  const passed: Unknown[] = []
  const understood: Unknown[] = []
  const open: Open[] = []
  const references: Reference[] = []
  const said = new Set<string>()
  const pairs: (readonly [FieldKey, Value, Written])[] = []
  const rootValues = new Map<string, Value | undefined>()
  if (document.root?.kind === 'mapping') {
    for (const { key, value } of document.root.entries.values()) rootValues.set(textOfKey(key), plainValue(value))
  }

  const at = (...path: readonly (string | number)[]): Value | undefined => {
    const node = nodeAt(document.root, path)
    return node && plainValue(node)
  }

  const take = (key: FieldKey, value: Value | undefined, written: Written, free: boolean, raw: string) => {
    if (value === null) {
      given.push({ ...written, key, value })
      return
    }
    const fitted = asOption(key, value, free)
    if (fitted === undefined || 'refusal' in fitted) {
      const kind = (fieldAt(key) as Field).kind
      refused.push({ ...written, refusal: fitted?.refusal ?? { why: 'wrong-type', key, value: raw, kind } })
      return
    }
    given.push({ ...written, key, value: fitted.value })
    if (fitted.value !== null) pairs.push([key, fitted.value, written])
  }

  const visit = (node: Node, prefix: string) => {
    if (node.kind !== 'mapping') return
    for (const entry of node.entries.values()) {
      const path = prefix + textOfKey(entry.key)
      const end = entry.alias === undefined ? entry.value.end : entry.at.offset + 1 + entry.alias.length
      const written: Written = { path, at: entry.keyAt, valueAt: entry.at, end }
      said.add(path)
      const text = entry.key.kind === 'scalar' && entry.key.value.type === 'str'
      const value = plainValue(entry.value)
      const raw = writtenText(document, entry)
      const meaning = text ? special?.(path, value, rootValues, at) : undefined
      if (meaning === 'understood') {
        understood.push({ ...written, value: raw })
        continue
      }
      if (meaning === 'no-option') {
        passed.push({ ...written, value: raw })
        continue
      }
      if (meaning && 'open' in meaning) {
        open.push({ ...written, key: meaning.open, value: raw })
        continue
      }
      if (meaning && 'answers' in meaning) {
        for (const [key, one] of meaning.answers) take(key, one, written, true, raw)
        continue
      }
      const key = (meaning && 'reference' in meaning ? meaning.key : undefined) ?? (text ? names.get(path) : undefined)
      if (meaning && 'reference' in meaning && typeof value === 'string') {
        references.push({ ...written, kind: meaning.reference, file: value })
      }
      if (key) take(key, value, written, loose(path), raw)
      else if (meaning) continue
      else if (sections.has(path) && (entry.value.kind === 'mapping' || value === null)) visit(entry.value, `${path}.`)
      else if (dialect.knows?.(path)) passed.push({ ...written, value: raw })
      else unknown.push({ ...written, value: raw })
    }
  }
  if (document.root) visit(document.root, '')

  const { answers, refusals } = collected(pairs)
  return {
    kind: dialect.kind,
    language: dialect.language,
    document,
    answers,
    implied: document.refused ? {} : (dialect.implied?.(answers, said, rootValues) ?? {}),
    given,
    unknown,
    refused: [...refused, ...refusals].sort((one, other) => one.at.offset - other.at.offset),
    ...(passed.length > 0 && { passed }),
    ...(understood.length > 0 && { understood }),
    ...(open.length > 0 && { open }),
    references,
    findings: document.findings,
  }
}

/** A value in the type of its option. Strictly, only what Python would not have to convert; loosely, what a text spells. */
export function asOption(
  key: FieldKey,
  value: Value | undefined,
  free: boolean,
): ReturnType<typeof checkValue> | undefined {
  if (value === undefined) return undefined
  const field = fieldAt(key) as Field
  if (field.kind === 'text' && Array.isArray(value)) return checkValue(key, value.join(','))
  const strict = checkValue(key, value)
  if (!('refusal' in strict) || !free) return strict
  if (field.kind === 'list' && !Array.isArray(value)) return parseText(key, String(value))
  if (Array.isArray(value)) return strict
  const loosely = parseText(key, String(value))
  return 'refusal' in loosely ? strict : loosely
}

/** Answers in their homes. The number of machines comes first, since the number of processes is divided by it. */
export function collected(pairs: readonly (readonly [FieldKey, Value, Written])[]): {
  readonly answers: Answers
  readonly refusals: readonly Refused[]
} {
  const refusals: Refused[] = []
  let answers: Answers = {}
  const rank = (key: FieldKey) => (key === 'hardware.machines' || key === 'accelerate.num_machines' ? 0 : 1)
  const ordered = pairs.map((pair, place) => ({ pair, place }))
  ordered.sort((one, other) => rank(one.pair[0]) - rank(other.pair[0]) || one.place - other.place)
  for (const {
    pair: [key, value, written],
  } of ordered) {
    const next = answer(answers, key, value)
    if ('refusal' in next) refusals.push({ ...written, refusal: next.refusal })
    else answers = next.answers
  }
  return { answers, refusals }
}
