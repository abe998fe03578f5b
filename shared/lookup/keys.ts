/** Where rules look in files: keys, the arguments of the launcher that they become, places. */

import { argumentName, sections } from '../launcher-arguments.ts'
import { saysEverything } from '../launchers/accelerate.ts'
import type { Launch } from '../launchers/launches.ts'
import { pythonText, stringOf, typeOf } from '../python/values.ts'
import { type Entry, keyName, type MappingNode, type Node } from '../python/yaml/node.ts'
import type { Given } from '../readers/reader.ts'
import type { FileSet, Hit, ReadFile, Spot } from '../rules/file-rule.ts'
import { placer } from '../shell/piece.ts'
import { launcherFlags } from '../tools/names.ts'
import { type Flags, flagsOf, flagsOfLaunch, homeOf } from './launcher-flags.ts'

/** The keys of an Accelerate file, and the flags of the command that starts a run with it. */
export interface CommandedRoot extends MappingNode {
  readonly flags?: Flags
  /** A command without a file that leaves something out: Accelerate's own default file may say it. */
  readonly partial?: true
}

/** A file of a kind that Python reads as a mapping. */
export interface TreeFile {
  readonly file: ReadFile
  readonly root: CommandedRoot
}

export function treesOf(set: Pick<FileSet, 'files'>, ...kinds: readonly string[]): readonly TreeFile[] {
  const trees: TreeFile[] = []
  for (const file of set.files) {
    if (!kinds.includes(file.reading.kind)) continue
    const root = file.reading.document?.root
    if (root?.kind === 'mapping') trees.push({ file, root })
  }
  return trees
}

/** Most rules begin with the same files of the same set. */
const local = new WeakMap<FileSet, readonly TreeFile[]>()

/** Accelerate files for machines of one's own; the flags of the command that names one count as if they stood in it. */
export function acceleratesOf(set: FileSet): readonly TreeFile[] {
  const known = local.get(set)
  if (known) return known
  const found = acceleratesIn(set.files).map(({ file, root }): TreeFile => {
    const flags = flagsOf(set, file)
    return flags ? { file, root: { ...root, flags } } : { file, root }
  })
  local.set(set, found)
  return found
}

const started = new WeakMap<FileSet, readonly TreeFile[]>()

/** The same, and commands that name no file: their flags are all that Accelerate is told. */
export function launchedOf(set: FileSet): readonly TreeFile[] {
  const known = started.get(set)
  if (known) return known
  const found = [...acceleratesOf(set), ...set.files.flatMap(commandsOf)]
  started.set(set, found)
  return found
}

function commandsOf(file: ReadFile): readonly TreeFile[] {
  if (file.reading.kind !== 'launch-script') return []
  const placeOf = placer(file.text)
  return (file.reading.launches?.launches ?? []).flatMap((launch): readonly TreeFile[] => {
    if (launch.launcher.id !== 'accelerate' || launch.command.guessed || isTrlSubcommand(launch)) return []
    const flags = flagsOfLaunch(file, launch, placeOf)
    if (!flags) return []
    const start = placeOf(launch.command.at)
    const root: CommandedRoot = {
      kind: 'mapping',
      tag: 'tag:yaml.org,2002:map',
      start,
      end: start.offset,
      flow: false,
      written: [],
      entries: new Map(),
      flags: { ...flags, strategy: flags.strategy ?? strategyOf(flags) },
      ...(!saysEverything(launch) && { partial: true as const }),
    }
    return [{ file, root }]
  })
}

const isTrlSubcommand = ({ subcommand }: Launch): boolean => subcommand?.startsWith('trl ') ?? false

/** Several processes are started for several GPUs, where no flag says otherwise. */
function strategyOf({ given: flags }: Flags): string | undefined {
  const count = flags.get('num_processes')
  return count && Number(pythonText(count.value)) > 1 ? 'MULTI_GPU' : undefined
}

/** Accelerate files for machines of one's own, without what commands say. */
export const acceleratesIn = (files: readonly ReadFile[]): readonly TreeFile[] =>
  treesOf({ files }, 'accelerate').filter(({ root }) => isLocal(root))

export const isLocal = (root: MappingNode): boolean => {
  const environment = entry(root, 'compute_environment')
  return !environment || stringOf(environment.value) === 'LOCAL_MACHINE'
}

/** The key of a mapping by its path. */
export function entry(root: Node, ...path: readonly string[]): Entry | undefined {
  let node: Node | undefined = root
  let found: Entry | undefined
  for (const step of path) {
    found = node?.kind === 'mapping' ? node.entries.get(keyName({ type: 'str', value: step })) : undefined
    node = found?.value
  }
  return found
}

/** The name of a key; undefined for a key that is no text. */
export const nameOf = ({ key }: Entry): string | undefined => stringOf(key)
/** A key as it is written. */
export const writtenName = ({ key }: Entry): string => (key.kind === 'scalar' ? key.text : '…')

/** A value as it is written, short enough for a sentence. */
export function shown(file: ReadFile, one: Entry): string {
  const { value, at } = one
  const home = homeOf(one) ?? file
  const text = home.text.slice(at.offset, Math.max(value.end, at.offset)).trim()
  const flat = text.replace(/\s+/g, ' ')
  return flat === '' ? 'null' : flat.length > 60 ? `${flat.slice(0, 57)}...` : flat
}

export const spot = (file: ReadFile, key: string, one: Entry): Spot => ({
  file: homeOf(one) ?? file,
  key,
  at: one.keyAt,
  end: one.alias === undefined ? Math.max(one.value.end, one.key.end) : one.at.offset + 1 + one.alias.length,
})
export const beginning = (file: ReadFile, key = ''): Spot => ({
  file,
  key,
  at: { offset: 0, line: 1, column: 1 },
  end: 0,
})
export const given = (file: ReadFile, { path, at, end }: Pick<Given, 'path' | 'at' | 'end'>): Spot => ({
  file,
  key: path,
  at,
  end,
})

/** Which launcher Accelerate 1.15.0 takes for a file (commands/launch.py, launch_command). */
export function launcherOf(root: CommandedRoot): 'deepspeed' | 'fsdp' | 'megatron' | 'torchrun' | 'tpu' | 'simple' {
  switch (root.flags?.strategy ?? stringOf(entry(root, 'distributed_type')?.value)) {
    case 'DEEPSPEED':
      return 'deepspeed'
    case 'FSDP':
      return 'fsdp'
    case 'MEGATRON_LM':
      return 'megatron'
    case 'XLA':
      return 'tpu'
    case 'MULTI_GPU':
    case 'MULTI_NPU':
    case 'MULTI_MLU':
    case 'MULTI_SDAA':
    case 'MULTI_MUSA':
    case 'MULTI_XPU':
    case 'MULTI_HPU':
    case 'MULTI_NEURON':
      return 'torchrun'
    default:
      return 'simple'
  }
}
/** Whether DeepSpeed's own launcher is told which slots of its hosts to take, and counts them itself. */
export const countsSlots = (root: CommandedRoot): boolean =>
  launcherOf(root) === 'deepspeed' &&
  (stringOf(argument(root, 'deepspeed_multinode_launcher')?.entry.value) ?? 'pdsh') !== 'standard' &&
  ['deepspeed_exclusion_filter', 'deepspeed_inclusion_filter'].some((name) => argument(root, name))

/** Whether one process for every GPU is started by torchrun or DeepSpeed. */
export const startsMany = (root: CommandedRoot): boolean => !['simple', 'tpu'].includes(launcherOf(root))

/** Whether the workers make a ParallelismConfig: a flag that chooses the strategy also decides this, whatever the file says. */
export function usesParallelism(root: CommandedRoot): boolean {
  if (!startsMany(root)) return false
  if (root.flags?.given.has('use_parallelism_config')) return true
  if (root.flags?.isChosen) return false
  const section = entry(root, 'parallelism_config')?.value
  return (
    section !== undefined && typeOf(section) !== 'null' && !(section.kind === 'mapping' && section.entries.size === 0)
  )
}

export interface Argument {
  /** Dotted, as the file spells it. */
  readonly path: string
  readonly entry: Entry
}

/** What decides an argument of the launcher: the flag of the command, the last section that has the key, or else the top level. */
export function argument(root: CommandedRoot, name: string): Argument | undefined {
  if (root.flags?.open.has(name)) {
    root.flags.asked.add(name)
    return undefined
  }
  const flag = root.flags?.given.get(name)
  return flag ? { path: name, entry: flag } : written(root, name)
}
const decided = new WeakMap<MappingNode, ReadonlyMap<string, Argument>>()

/** The same for a file that no command speaks for. */
export function written(root: MappingNode, name: string): Argument | undefined {
  const known = decided.get(root) ?? decidedIn(root)
  decided.set(root, known)
  return known.get(name)
}

function decidedIn(root: MappingNode): ReadonlyMap<string, Argument> {
  const found = new Map<string, Argument>()
  for (const one of root.entries.values()) {
    const key = nameOf(one)
    if (key !== undefined && typeOf(one.value) !== 'mapping') found.set(key, { path: key, entry: one })
  }
  for (const section of sections) {
    const held = entry(root, section)?.value
    if (held?.kind !== 'mapping') continue
    for (const one of held.entries.values()) {
      const key = nameOf(one)
      if (key !== undefined) found.set(argumentName(section, key), { path: `${section}.${key}`, entry: one })
    }
  }
  return found
}

export const isFlag = (name: string, release?: string): boolean => launcherFlags(release).has(name)

/** Whether the file names a DeepSpeed JSON, which is then all that counts. */
export const jsonOf = (root: CommandedRoot): string | undefined => {
  const file = argument(root, 'deepspeed_config_file')?.entry.value
  const name = stringOf(file)
  return name === undefined || name === 'none' ? undefined : name
}

/** One change for a dotted path. */
export const path = (dotted: string): readonly string[] => dotted.split('.')

/** Hits about the value of a key. */
export const hit = (file: ReadFile, one: Argument, more: Hit['facts'] = {}, fix?: Hit['fix']): Hit => ({
  spot: spot(file, one.path, one.entry),
  facts: { key: one.path, value: shown(file, one.entry), ...more },
  // A command is not edited.
  ...(fix && !homeOf(one.entry) && { fix }),
})

/** Whether a rule has asked for a flag that only the running shell knows; what was asked is forgotten. */
export function askedForOpenFlag(set: FileSet): boolean {
  let found = false
  for (const { root } of launchedOf(set)) {
    if (!root.flags || root.flags.asked.size === 0) continue
    found = true
    root.flags.asked.clear()
  }
  return found
}
