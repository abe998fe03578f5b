/** DeepSpeed's JSON as DeepSpeed 0.19.6 takes it: its sections refuse names they do not know and values of another kind. */

import { isNumber, isTrue, numberOf, stringOf, truthOf, typeOf } from '../python/values.ts'
import type { Entry, MappingNode, Node } from '../python/yaml/node.ts'
import type { FileSet } from '../rules/file-rule.ts'
import {
  bf16Keys,
  cometKeys,
  commsLoggerKeys,
  compileKeys,
  fp16Keys,
  hybridEngineKeys,
  monitorKeys,
  offloadOptimizerKeys,
  offloadParamKeys,
  wandbKeys,
  zeroKeys,
} from '../tools/names.ts'
import { entry, nameOf, type TreeFile, treesOf } from './keys.ts'

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
  [['comms_logger'], kindsOf(commsLoggerKeys)],
  [['tensorboard'], kindsOf(monitorKeys)],
  [['csv_monitor'], kindsOf(monitorKeys)],
  [['wandb'], kindsOf(wandbKeys)],
  [['comet'], kindsOf(cometKeys)],
  [['hybrid_engine'], kindsOf(hybridEngineKeys)],
  [['compile'], kindsOf(compileKeys)],
]

/** Keys outside the sections that refuse, each with what it takes (runtime/config.py), and what the Trainer compares with a number of its own. */
const others: Readonly<Record<string, (node: Node) => boolean>> = {
  communication_data_type: (node) => oneOf(node, ['fp32', 'fp16', 'bf16']) || typeOf(node) === 'null',
  seq_parallel_communication_data_type: (node) => oneOf(node, ['fp32', 'fp16', 'bf16']) || typeOf(node) === 'null',
  gradient_allreduce_op: (node) => oneOf(node, ['mean', 'sum']),
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

/** The blocks that must hold keys, as DeepSpeed and the Trainer look into them; `null` where they take nothing, too. */
const blocks: Readonly<Record<string, 'keys' | 'null' | 'list' | 'nothing'>> = {
  ...Object.fromEntries(
    [
      'zero_optimization zero_optimization.offload_optimizer fp16 bf16 activation_checkpointing comms_logger',
      'tensorboard wandb csv_monitor comet amp torch_autocast compression_training optimizer scheduler',
      'flops_profiler autotuning hybrid_engine sparse_attention pipeline progressive_layer_drop curriculum_learning',
      'data_efficiency checkpoint data_types nebula weight_quantization compile tensor_parallel elasticity',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, 'keys'] as const),
  ),
  'zero_optimization.offload_param': 'null',
  aio: 'null',
  'optimizer.params': 'null',
  'scheduler.params': 'null',
  timers: 'list',
  expert_parallel: 'nothing',
}

/** Blocks of a file that hold no keys where keys must be. */
export function emptyBlocks(root: MappingNode): readonly { readonly path: string; readonly entry: Entry }[] {
  return Object.entries(blocks).flatMap(([path, takes]) => {
    const one = entry(root, ...path.split('.'))
    if (!one || one.value.kind === 'mapping') return []
    const type = typeOf(one.value)
    const fine =
      takes === 'null'
        ? type === 'null'
        : takes === 'list'
          ? type === 'sequence' || (type === 'str' && stringOf(one.value) !== 'auto')
          : takes === 'nothing' && !isTrue(one.value)
    return fine ? [] : [{ path, entry: one }]
  })
}

const listed: Readonly<Record<string, string>> = { stage: '0 | 1 | 2 | 3', device: 'none | cpu | nvme', text: 'str' }
const wanted = ({ kind, above }: Kind): string =>
  listed[kind] ?? (above > Number.NEGATIVE_INFINITY ? `${kind} >= ${above}` : kind)

/** Whether pydantic would take the value, as it does when it is not strict. */
function fits(node: Node, { kind, nullable, above }: Kind): boolean {
  if (kind === 'any') return true
  if (kind === 'mapping') return node.kind === 'mapping' || (nullable && typeOf(node) === 'null')
  if (kind === 'list') return node.kind === 'sequence' || stringOf(node) === 'auto'
  if (node.kind !== 'scalar') return false
  const { value } = node
  // "auto" is taken out before the section is read.
  if (value.type === 'str' && value.value === 'auto') return true
  if (value.type === 'null') return nullable
  if (kind === 'text') return value.type === 'str'
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
export function misfits(root: MappingNode): readonly Misfit[] {
  const elsewhere = Object.entries(others).flatMap(([path, takes]): Misfit[] => {
    const one = entry(root, ...path.split('.'))
    return one && !takes(one.value) ? [{ path, entry: one, why: 'kind', wanted: '', names: [] }] : []
  })
  const inside = sections.flatMap(([path, kinds]): Misfit[] => {
    const held = entry(root, ...path)?.value
    if (held?.kind !== 'mapping') return []
    return [...held.entries.values()].flatMap((one): Misfit[] => {
      const name = nameOf(one) ?? ''
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

/** A number that DeepSpeed counts with; undefined for "auto" and for what is not there. */
export function countOf(root: MappingNode, ...path: readonly string[]): number | undefined {
  const one = entry(root, ...path)
  const value = one?.value.kind === 'scalar' ? one.value.value : undefined
  return value?.type === 'int' || value?.type === 'float' ? Number(value.value) : undefined
}

export const saysAuto = (root: MappingNode, ...path: readonly string[]): boolean =>
  stringOf(entry(root, ...path)?.value) === 'auto'
