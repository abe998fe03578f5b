/** Keys of the sections of an Accelerate file that no argument of the launcher stands for. */
import { differing, lettersOf, nearest } from '../config.ts'
import type { Field } from '../fields/field.ts'
import { fields } from '../fields/index.ts'
import { argumentName, sections } from '../launcher-arguments.ts'
import type { Entry, MappingNode } from '../python/yaml/node.ts'
import { deepspeedInnerKeys, deepspeedKeys } from '../tools/names.ts'
import { entry, isFlag, nameOf } from './keys.ts'

/** Section → the keys that options give it, also those that only `accelerate config` writes. */
const ours = new Map<string, Set<string>>()
for (const field of Object.values(fields) as readonly Field[]) {
  const [section, key] = field.emits?.accelerate?.split('.') ?? []
  if (section === undefined || key === undefined) continue
  ours.set(section, (ours.get(section) ?? new Set()).add(key))
}

/** Names of other days, and what they are called now. */
const renamed: Readonly<Record<string, string>> = {
  fsdp_backward_prefetch_policy: 'fsdp_backward_prefetch',
  fsdp_transformer_cls_to_wrap: 'fsdp_transformer_layer_cls_to_wrap',
  fsdp_offload: 'fsdp_offload_params',
}

export interface Stranger {
  readonly section: string
  readonly name: string
  readonly one: Entry
}

/** Several rules ask about the same file. */
const found = new WeakMap<MappingNode, readonly Stranger[]>()

export function strangers(root: MappingNode): readonly Stranger[] {
  const known = found.get(root) ?? strangersIn(root)
  found.set(root, known)
  return known
}

function strangersIn(root: MappingNode): readonly Stranger[] {
  return sections.flatMap((section) => {
    const held = entry(root, section)?.value
    if (held?.kind !== 'mapping') return []
    return [...held.entries.values()].flatMap((one): Stranger[] => {
      const name = nameOf(one)
      if (name === undefined || isFlag(argumentName(section, name)) || ours.get(section)?.has(name)) return []
      return [{ section, name, one }]
    })
  })
}

const nearOurs = new Map<string, (name: string) => boolean>()

/** Name in DeepSpeed's JSON → the key of the section that says the same. */
const yamlNames = new Map<string, string>()
for (const { emits } of Object.values(fields) as readonly Field[]) {
  const [section, key] = emits?.accelerate?.split('.') ?? []
  const name = emits?.deepspeed?.split('.').at(-1)
  if (section === 'deepspeed_config' && key !== undefined && name !== undefined) yamlNames.set(name, key)
}

/** What a name of DeepSpeed's JSON is called in the section; undefined for a name that is not from the JSON, '' where the section has no such key. */
export function jsonName(section: string, name: string, release?: string): string | undefined {
  if (section !== 'deepspeed_config' || meantBy(section, name) !== undefined) return undefined
  const known = deepspeedKeys(release).has(name) || deepspeedInnerKeys(release).has(name)
  return known ? (yamlNames.get(name) ?? '') : undefined
}

/** The key that somebody who wrote this one had in mind. */
export function meantBy(section: string, name: string): string | undefined {
  if (Object.hasOwn(renamed, name)) return renamed[name]
  const known = ours.get(section) ?? new Set()
  if (known.has(`${section}_${name}`)) return `${section}_${name}`
  const full = `${section.replace(/_config$/, '')}_${name}`
  if (known.has(full)) return full
  const isNear = nearOurs.get(section) ?? closeTo(known)
  nearOurs.set(section, isNear)
  return isNear(name) ? nearest(name, [...known]).find((one) => close(name, one)) : undefined
}

/** Whether a name is close to one of those that are known. */
export function closeTo(names: Iterable<string>): (name: string) => boolean {
  const known = [...names].map((name) => ({ name, letters: lettersOf(name) }))
  return (one) => {
    const letters = lettersOf(one)
    return known.some(
      (other) =>
        Math.abs(one.length - other.name.length) <= 2 &&
        differing(letters, other.letters) <= 4 &&
        close(one, other.name),
    )
  }
}

/** At most two letters apart, or one for a short name. */
export const close = (one: string, other: string): boolean => distance(one, other) <= (one.length < 6 ? 1 : 2)

function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  let before: number[] = []
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + same)
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1)
      }
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return previous[other.length]!
}
