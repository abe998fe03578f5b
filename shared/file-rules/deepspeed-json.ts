/** DeepSpeed's JSON as DeepSpeed 0.19.6 takes it: its sections refuse names they do not know and values of another kind. */
import type { Entry, MappingNode, Node } from '../pyyaml/node.ts'
import type { FileSet } from './file-rule.ts'
import { entry, nameOf, type TreeFile, treesOf } from './look.ts'
import { bf16Keys, fp16Keys, offloadOptimizerKeys, offloadParamKeys, zeroKeys } from './names.ts'
import { isNumber, stringOf, truthOf } from './python.ts'

export const jsonsOf = (set: FileSet): readonly TreeFile[] => treesOf(set, 'deepspeed')

interface Kind {
  readonly kind: string
  readonly nullable: boolean
  readonly above: number
}

const kindsOf = (list: ReadonlySet<string>): ReadonlyMap<string, Kind> =>
  new Map(
    [...list].map((item) => {
      const [, name = '', kind = '', question, sign, least] = /^(\w+):(\w+)(\?)?(>=?)?(\d+)?$/.exec(item) ?? []
      const above = sign === undefined ? Number.NEGATIVE_INFINITY : Number(least) + (sign === '>' ? 1 : 0)
      return [name, { kind, nullable: question !== undefined, above }]
    }),
  )

const sections: readonly (readonly [path: readonly string[], kinds: ReadonlyMap<string, Kind>])[] = [
  [['zero_optimization'], kindsOf(zeroKeys)],
  [['zero_optimization', 'offload_optimizer'], kindsOf(offloadOptimizerKeys)],
  [['zero_optimization', 'offload_param'], kindsOf(offloadParamKeys)],
  [['fp16'], kindsOf(fp16Keys)],
  [['bf16'], kindsOf(bf16Keys)],
]

/** Whether pydantic would take the value, as it does when it is not strict. */
function fits(node: Node, { kind, nullable, above }: Kind): boolean {
  if (kind === 'any') return true
  if (node.kind !== 'scalar') return false
  const { value } = node
  // "auto" is taken out before the section is read.
  if (value.type === 'str' && value.value === 'auto') return true
  if (value.type === 'null') return nullable
  if (kind === 'device') return value.type === 'str' && ['none', 'cpu', 'nvme'].includes(value.value)
  if (value.type === 'bool') return kind === 'bool' || Number(value.value) >= above
  const text = String(value.type === 'error' ? '' : value.value)
  if (kind === 'bool') return value.type === 'str' ? truthOf(text) !== undefined : text === '0' || text === '1'
  if (value.type === 'str' && !(kind === 'float' ? isNumber(text) : /^\s*[-+]?\d+(_\d+)*(\.0*)?\s*$/.test(text)))
    return false
  const number = Number(text.replaceAll('_', ''))
  if (kind === 'stage') return [0, 1, 2, 3].includes(number)
  return (kind === 'float' ? Number.isFinite(number) : Number.isInteger(number)) && number >= above
}

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
  const on = enabled?.kind === 'scalar' && truthOf(enabled.text) === true
  return number > 0 || !on || !dynamic
}

export interface Misfit {
  readonly path: string
  readonly entry: Entry
  readonly why: 'unknown' | 'kind'
  /** Names that the section knows. */
  readonly names: readonly string[]
}

/** What the sections refuse. */
export function misfits(root: MappingNode): readonly Misfit[] {
  return sections.flatMap(([path, kinds]): Misfit[] => {
    const held = entry(root, ...path)?.value
    if (held?.kind !== 'mapping') return []
    return [...held.entries.values()].flatMap((one): Misfit[] => {
      const name = nameOf(one) ?? ''
      const kind = kinds.get(name)
      const place = { path: [...path, name].join('.'), entry: one, names: [...kinds.keys()] }
      if (!kind) return [{ ...place, why: 'unknown' }]
      return fits(one.value, kind) && (path[0] !== 'fp16' || scales(name, one.value, held))
        ? []
        : [{ ...place, why: 'kind' }]
    })
  })
}

/** A number that DeepSpeed counts with; undefined for "auto" and for what is not there. */
export function countOf(root: MappingNode, ...path: readonly string[]): number | undefined {
  const one = entry(root, ...path)
  const value = one?.value.kind === 'scalar' ? one.value.value : undefined
  return value?.type === 'int' || value?.type === 'float' ? Number(value.value) : undefined
}

export const saysAuto = (root: MappingNode, ...path: readonly string[]): boolean =>
  stringOf(entry(root, ...path)?.value) === 'auto'
