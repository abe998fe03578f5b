/** DeepSpeed's JSON as a captured release reads it: its sections refuse names they do not have and values of another kind. */

import { isNumber, isTrue, numberOf, stringOf, truthOf, typeOf } from '../python/values.ts'
import type { Entry, MappingNode, Node } from '../python/yaml/node.ts'
import type { FileSet } from '../rules/file-rule.ts'
import { blocksThatHoldMore, listedInCode } from '../tools/deepspeed/quirks.ts'
import { nearest, tool } from '../tools/index.ts'
import type { Name, Release, Section } from '../tools/tool.ts'
import { entry, nameOf, type TreeFile, treesOf } from './keys.ts'

export const jsonsOf = (set: FileSet): readonly TreeFile[] => treesOf(set, 'deepspeed')

/** The names of a section in every spelling that it takes. */
type Kinds = ReadonlyMap<string, Name>

interface Tables {
  /** The sections that refuse what they do not have, by their path. */
  readonly sections: readonly (readonly [path: readonly string[], kinds: Kinds, section: Section])[]
  /** The paths of all blocks that DeepSpeed looks for keys in. */
  readonly blocks: readonly string[]
}

const made = new Map<string, Tables>()
/** The tables of the captured release that a release is judged by. */
function tablesOf(asked: string | undefined): Tables {
  const release = nearest('deepspeed', asked)
  const before = made.get(release)
  if (before) return before
  const one = tablesFrom(tool('deepspeed').release(release))
  made.set(release, one)
  return one
}

function tablesFrom(release: Release): Tables {
  const sections: [readonly string[], Kinds, Section][] = []
  const blocks: string[] = []
  const visit = (path: readonly string[], name: string): void => {
    const section = release.section(name)
    if (!section) return
    if (path.length > 0) blocks.push(path.join('.'))
    if (section.unknown === 'refused') sections.push([path, spellings(section), section])
    for (const one of section.names.values()) {
      const inner = one.section ?? one.kinds.find((kind) => release.section(kind))
      if (inner !== undefined) visit([...path, one.name], inner)
    }
  }
  visit([], 'config')
  return { sections, blocks }
}

const spellings = (section: Section): Kinds =>
  new Map([...section.names.values()].flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one])))

/** Keys outside the sections that refuse, each with what it takes (runtime/config.py), and what the Trainer compares with a number of its own. */
const others: Readonly<Record<string, (node: Node) => boolean>> = {
  ...Object.fromEntries(
    Object.entries(listedInCode).map(([name, { values, nullable }]) => [
      name,
      (node: Node) => oneOf(node, values) || (nullable && typeOf(node) === 'null'),
    ]),
  ),
  vocabulary_size: (node) => numberOf(node) !== undefined || !isTrue(node),
  'optimizer.type': (node) => ['str', 'null'].includes(typeOf(node)),
  'optimizer.params.lr': comparable,
  'optimizer.params.eps': comparable,
  'optimizer.params.weight_decay': comparable,
  'optimizer.params.betas': (node) =>
    typeOf(node) === 'null' ||
    stringOf(node) === 'auto' ||
    (node.kind === 'sequence' &&
      node.items.length === 2 &&
      node.items.every((one) => numberOf(one.value) !== undefined)),
  'scheduler.params.warmup_max_lr': comparable,
  'scheduler.params.warmup_num_steps': countable,
  'scheduler.params.total_num_steps': countable,
}
function comparable(node: Node): boolean {
  return typeOf(node) === 'null' || stringOf(node) === 'auto' || numberOf(node) !== undefined
}
function countable(node: Node): boolean {
  const number = numberOf(node)
  return comparable(node) && (number === undefined || (Number.isInteger(number) && number >= 0))
}
const oneOf = (node: Node, names: readonly string[]): boolean => names.includes(stringOf(node)?.toLowerCase() ?? '')

/** Blocks of a file that hold no keys where keys must be. */
export function emptyBlocks(
  root: MappingNode,
  release?: string,
): readonly { readonly path: string; readonly entry: Entry }[] {
  return [...tablesOf(release).blocks, 'optimizer.params', 'scheduler.params'].flatMap((path) => {
    const one = entry(root, ...path.split('.'))
    if (!one || one.value.kind === 'mapping' || fitsOutside(path, one.value)) return []
    return [{ path, entry: one }]
  })
}

/** Whether a block that is no mapping is taken all the same. */
function fitsOutside(path: string, value: Node): boolean {
  const type = typeOf(value)
  switch (Object.hasOwn(blocksThatHoldMore, path) ? blocksThatHoldMore[path] : 'keys') {
    case 'null':
      return type === 'null'
    case 'list':
      return type === 'sequence' || (type === 'str' && stringOf(value) !== 'auto')
    case 'nothing':
      return !isTrue(value)
    case 'anything':
      return true
    default:
      return false
  }
}

/** The kind that decides: DeepSpeed's models declare one kind for each name, and None beside it. */
const kindOf = ({ kinds }: Name): string => (kinds[0] ?? 'Any').replace(/\[.*$/, '')
/** The least and the greatest value. */
const leastOf = ({ ge, gt }: Name): number => ge ?? (gt === undefined ? Number.NEGATIVE_INFINITY : gt + 1)
const mostOf = ({ le }: Name): number => le ?? Number.POSITIVE_INFINITY

function wanted(name: Name): string {
  if (name.choices) return name.choices.join(' | ')
  const least = leastOf(name)
  const most = mostOf(name)
  const kind = name.kinds.join(' | ')
  if (Number.isFinite(most)) return `${least} <= ${kind} <= ${most}`
  return Number.isFinite(least) ? `${kind} >= ${least}` : kind
}

const scalars = ['bool', 'int', 'float', 'str']

/** Whether pydantic would take the value, as it does when it is not strict. */
function fits(node: Node, name: Name): boolean {
  const kind = kindOf(name)
  if (kind === 'list') return node.kind === 'sequence' || stringOf(node) === 'auto' || nothing(node, name)
  if (kind === 'dict') return node.kind === 'mapping' || stringOf(node) === 'auto' || nothing(node, name)
  // Of a section and of a type such as torch.dtype the value is judged elsewhere, or not at all.
  if (!name.choices && (!scalars.includes(kind) || name.kinds.length > 1)) return true
  if (node.kind !== 'scalar') return false
  const { value } = node
  // "auto" is taken out before the section is read.
  if (value.type === 'str' && value.value === 'auto') return true
  if (value.type === 'null') return name.nullable
  if (name.choices)
    return name.choices.some((one) => (typeof one === 'string' ? stringOf(node) === one : Number(node.text) === one))
  if (kind === 'str') return value.type === 'str'
  if (value.type === 'bool') return kind === 'bool' || inRange(Number(value.value), name)
  const text = String(value.type === 'error' ? '' : value.value)
  if (kind === 'bool') return value.type === 'str' ? truthOf(text) !== undefined : text === '0' || text === '1'
  if (value.type === 'str' && !(kind === 'float' ? isNumber(text) : /^\s*[-+]?\d+(_\d+)*(\.0*)?\s*$/.test(text)))
    return false
  const number = Number(text.replaceAll('_', ''))
  return (kind === 'float' ? Number.isFinite(number) : Number.isInteger(number)) && inRange(number, name)
}
const nothing = (node: Node, { nullable }: Name): boolean => nullable && typeOf(node) === 'null'
const inRange = (number: number, name: Name): boolean => number >= leastOf(name) && number <= mostOf(name)

/** The scale of the loss (precision_config.py, DeepSpeedFP16Config): no truth values, nothing below 0, and nothing to divide by 0. */
function scales(name: string, node: Node, section: Node): boolean {
  if (!['loss_scale', 'loss_scale_window', 'min_loss_scale'].includes(name)) return true
  if (node.kind !== 'scalar' || node.value.type === 'bool') return false
  if (stringOf(node) === 'auto') return true
  const number = Number(node.text)
  if (name === 'loss_scale') return number >= 0
  const enabled = entry(section, 'enabled')?.value
  const scale = entry(section, 'loss_scale')?.value
  const dynamic = !scale || (scale.kind === 'scalar' && Number(scale.text) === 0)
  // With "auto" it is on where the script asks for it, and nobody writes a scale for what is off.
  const on = enabled?.kind === 'scalar' && (enabled.text === 'auto' || truthOf(enabled.text) === true)
  return number > 0 || !on || !dynamic
}

export interface Misfit {
  readonly path: string
  readonly entry: Entry
  readonly why: 'unknown' | 'kind'
  /** What the section would take, as Python says it. */
  readonly wanted: string
  /** Names that the section knows. */
  readonly names: readonly string[]
}

/** What the sections refuse. */
export function misfits(root: MappingNode, release?: string): readonly Misfit[] {
  const elsewhere = Object.entries(others).flatMap(([path, takes]): Misfit[] => {
    const one = entry(root, ...path.split('.'))
    return one && !takes(one.value) ? [{ path, entry: one, why: 'kind', wanted: '', names: [] }] : []
  })
  const inside = tablesOf(release).sections.flatMap(([path, kinds, section]): Misfit[] => {
    const held = entry(root, ...path)?.value
    if (held?.kind !== 'mapping') return []
    return [...held.entries.values()].flatMap((one): Misfit[] => {
      const name = nameOf(one) ?? ''
      if (Object.hasOwn(section.removed, name)) return []
      const kind = kinds.get(name)
      const place = {
        path: [...path, name].join('.'),
        entry: one,
        wanted: kind ? wanted(kind) : '',
        names: [...kinds.keys()],
      }
      if (!kind) return [{ ...place, why: 'unknown' }]
      return fits(one.value, kind) && (path[0] !== 'fp16' || scales(name, one.value, held))
        ? []
        : [{ ...place, why: 'kind' }]
    })
  })
  return [...inside, ...elsewhere]
}

/** A name that earlier releases had and that this one refuses; `says` is what DeepSpeed says of it. */
export interface Removed {
  readonly path: readonly string[]
  readonly entry: Entry
  readonly says: string
}

export function removedKeys(root: MappingNode, release?: string): readonly Removed[] {
  const tables = tool('deepspeed').release(release)
  const places: readonly (readonly [path: readonly string[], section: Section | undefined])[] = [
    [[], tables.section('config')],
    [['zero_optimization'], tables.section('DeepSpeedZeroConfig')],
  ]
  return places.flatMap(([path, section]) =>
    Object.entries(section?.removed ?? {}).flatMap(([name, says]) => {
      const one = entry(root, ...path, name)
      return one ? [{ path: [...path, name], entry: one, says }] : []
    }),
  )
}

/** A number that DeepSpeed counts with; undefined for "auto" and for what is not there. */
export function countOf(root: MappingNode, ...path: readonly string[]): number | undefined {
  const one = entry(root, ...path)
  const value = one?.value.kind === 'scalar' ? one.value.value : undefined
  return value?.type === 'int' || value?.type === 'float' ? Number(value.value) : undefined
}

export const saysAuto = (root: MappingNode, ...path: readonly string[]): boolean =>
  stringOf(entry(root, ...path)?.value) === 'auto'
