/** What each process of each machine starts with: command, rank, address and port, visible GPUs, environment. */
import { claimsOf, type EffectiveClaims, resolveClaims } from './claims.ts'
import type { Launch, Launches } from './launchers/launches.ts'
import type { Option } from './launchers/options.ts'
import {
  type Asked,
  both,
  certain,
  certainValue,
  type Fact,
  mapped,
  type Refusal,
  type Start,
  uncertain,
} from './launchers/start.ts'
import { startAccelerate } from './launchers/start-accelerate.ts'
import { startDeepspeed } from './launchers/start-deepspeed.ts'
import { startTorchrun } from './launchers/start-torchrun.ts'
import type { ReadFile } from './rules/file-rule.ts'
import type { ShellWord, Wrapper } from './shell/command.ts'
import { known, type Piece } from './shell/piece.ts'
import type { Job } from './shell/scheduler.ts'

/** One process. */
export interface StartedProcess {
  readonly rank: Fact<number> | undefined
  readonly localRank: number
  readonly command: readonly Fact[]
  readonly environment: ReadonlyMap<string, Fact>
}

/** One run of the launcher, on one machine. */
export interface StartedMachine {
  /** Counted from 0; a line that somebody starts by hand on each machine stands for one of them. */
  readonly index: number
  /** The host, where a loop or ssh names it. */
  readonly host: Fact | undefined
  readonly start: Start
  readonly worldSize: Fact<number>
  /** The GPU of each process, by its number in the list of visible ones. */
  readonly processes: readonly StartedProcess[]
}

/** One line of a script that starts training, and everything that it starts. */
export interface StartedLaunch {
  readonly file: ReadFile
  readonly launch: Launch
  /** How the line comes to several machines: a batch system runs it there, or nobody knows who does. */
  readonly spread: 'tasks' | 'one'
  /** How often each machine runs the line. */
  readonly tasksPerMachine: Fact<number>
  readonly machines: readonly StartedMachine[]
  /** More machines than are listed. */
  readonly more: number
}

/** So many machines, and processes of a machine, are listed. */
const mostMachines = 256
const mostProcesses = 64

/** Every launch of the scripts of one run. */
export function startsOf(files: readonly ReadFile[]): readonly StartedLaunch[] {
  return files.flatMap((file) => {
    if (file.reading.kind !== 'launch-script') return []
    const { launches } = file.reading
    return launches ? launches.launches.map((launch) => startOf(file, launch, launches, files)) : []
  })
}

function startOf(file: ReadFile, launch: Launch, { job }: Launches, files: readonly ReadFile[]): StartedLaunch {
  const { nodes, tasksPerNode } = tasksOf(launch.command.wrappers, job)
  const isSpread = launch.command.wrappers.some(({ program }) => program === 'srun' || program === 'mpirun')
  const claims = isAccelerate(launch) ? claimsOfFile(launch, files) : undefined
  const count = isSpread ? (certainValue(nodes) ?? 1) : 1
  const machines = Array.from({ length: Math.min(count, mostMachines) }, (_, index) => {
    const task = { machine: index, perMachine: certainValue(tasksPerNode) ?? 1 }
    return machineOf(index, launch, askedOf(launch, claims, job, task))
  })
  return {
    file,
    launch,
    spread: isSpread ? 'tasks' : 'one',
    tasksPerMachine: isSpread ? tasksPerNode : certain(1),
    machines,
    more: count - machines.length,
  }
}

const isAccelerate = ({ launcher }: Launch): boolean => launcher.id === 'accelerate'

/** What the Accelerate file of a launch says, flags left out. */
function claimsOfFile(launch: Launch, files: readonly ReadFile[]): EffectiveClaims | undefined {
  const all = files.filter(({ reading }) => reading.kind === 'accelerate')
  const named = launch.options.findLast(({ name }) => name === 'config_file')?.texts[0]
  const last = named?.split('/').at(-1)
  const file = all.find(({ path }) => path.split('/').at(-1) === last) ?? (named === undefined ? all[0] : undefined)
  return file && resolveClaims(claimsOf([file]))
}

/** How many machines and tasks the wrappers run a line on. */
export function tasksOf(
  wrappers: readonly Wrapper[],
  job: Job | undefined,
): { readonly nodes: Fact<number>; readonly tasksPerNode: Fact<number> } {
  const srun = wrappers.find(({ program }) => program === 'srun')
  const words = srun?.words ?? []
  const nodes = numberBehind(words, ['-N', '--nodes']) ?? job?.nodes
  const tasks = numberBehind(words, ['-n', '--ntasks']) ?? (nodes === job?.nodes ? job?.tasks : undefined)
  const perNode = numberBehind(words, ['--ntasks-per-node']) ?? job?.tasksPerNode
  const each = tasks !== undefined && nodes ? Math.max(1, Math.floor(tasks / nodes)) : (perNode ?? 1)
  return { nodes: nodes === undefined ? uncertain('the job') : certain(nodes), tasksPerNode: certain(each) }
}

function numberBehind(words: readonly ShellWord[], names: readonly string[]): number | undefined {
  for (const [index, { text }] of words.entries()) {
    const name = names.find(
      (each) => text === each || text?.startsWith(`${each}=`) || (each.length === 2 && text?.startsWith(each)),
    )
    if (name === undefined || text === undefined) continue
    const value = text === name ? words[index + 1]?.text : text.slice(name.length).replace(/^=/, '')
    if (value !== undefined && /^\d+$/.test(value)) return Number(value)
  }
  return undefined
}

interface Task {
  readonly machine: number
  readonly perMachine: number
}

/** What a variable is in the first task of a machine; undefined for one that the batch system does not number. */
function taskVariable(name: string, { machine, perMachine }: Task): string | undefined {
  switch (name) {
    case 'SLURM_NODEID':
    case 'PMIX_NODE_RANK':
      return String(machine)
    case 'SLURM_PROCID':
    case 'OMPI_COMM_WORLD_RANK':
    case 'PMI_RANK':
      return String(machine * perMachine)
    case 'SLURM_LOCALID':
    case 'OMPI_COMM_WORLD_LOCAL_RANK':
      return '0'
    default:
      return undefined
  }
}

/** The text of a word on one machine. */
function textOn(pieces: readonly Piece[], task: Task, isTask: boolean): string | undefined {
  let text = ''
  for (const piece of pieces) {
    const { unknown } = piece
    const numbered =
      unknown?.why === 'variable' && unknown.level === 'task' && isTask
        ? taskVariable(unknown.names[0] ?? '', task)
        : undefined
    const own = piece.text ?? numbered
    if (own === undefined) return undefined
    text += own
  }
  return text
}

function askedOf(launch: Launch, claims: EffectiveClaims | undefined, job: Job | undefined, task: Task): Asked {
  const isTask = launch.command.wrappers.some(({ program }) => program === 'srun' || program === 'mpirun')
  const wordOn = (word: ShellWord): Fact => {
    const text = textOn(word.pieces, task, isTask)
    return text === undefined ? uncertain(word.raw) : certain(text)
  }
  const optionOn = ({ word, values, texts }: Option): Fact => {
    if (texts.length === 0) return certain('true')
    const value = values.at(-1)
    if (!value) return uncertain('')
    if (value !== word) return wordOn(value)
    const whole = wordOn(word)
    const behind = (text: string) => text.replace(/^[^=]*=/, '')
    return whole.known ? certain(behind(whole.value)) : uncertain(behind(whole.text))
  }
  const flag = (name: string): Fact | undefined => {
    const option = launch.options.findLast((each) => each.name === name) ?? launchFlagOfScript(launch, name)
    return option && optionOn(option)
  }
  const variable = (name: string): Fact | undefined => {
    const pieces = launch.environment.get(name)
    if (!pieces) return undefined
    const text = textOn(pieces, task, isTask)
    return text === undefined ? uncertain(`$${name}`) : certain(text)
  }
  const gpus = job?.gpusPerNode
  return {
    of: (name) => flag(name) ?? claimed(claims, name),
    flag,
    hasFile: claims !== undefined || launch.options.some(({ name }) => name === 'config_file'),
    knowsFile: claims !== undefined,
    variable,
    script: launch.script && wordOn(launch.script),
    module: launch.module,
    words: launch.words.map(wordOn),
    gpus: gpus === undefined ? undefined : certain(gpus),
  }
}

/** `trl sft` hands the launcher's flags on, wherever they stand. */
function launchFlagOfScript({ subcommand, words, launcher }: Launch, name: string): Option | undefined {
  if (!subcommand?.startsWith('trl ')) return undefined
  for (let index = words.length - 1; index >= 0; index--) {
    const word = words[index]!
    const text = word.text ?? ''
    if (!text.startsWith('--')) continue
    const [head, value] = text.split(/=(.*)/s) as [string, string?]
    if (head.slice(2).replaceAll('-', '_') !== name) continue
    if (value !== undefined) return { name, word, values: [word], texts: [value] }
    const next = words[index + 1]
    if (launcher.valueless.has(name) || !next) return { name, word, values: [], texts: [] }
    return { name, word, values: [next], texts: [next.text] }
  }
  return undefined
}

function claimed(claims: EffectiveClaims | undefined, name: string): Fact | undefined {
  const value = claims?.of('accelerate', name)?.winner.value
  if (!value) return undefined
  if (!value.known) return uncertain(value.text)
  return value.value === null ? undefined : certain(String(value.value))
}

function starterOf({ launcher }: Launch): ((asked: Asked) => Start) | undefined {
  if (launcher.id === 'torchrun') return startTorchrun
  if (launcher.id === 'deepspeed') return startDeepspeed
  if (launcher.id === 'accelerate') return startAccelerate
  return undefined
}

function machineOf(index: number, launch: Launch, asked: Asked): StartedMachine {
  const starter = starterOf(launch)
  const start = starter ? starter(asked) : ofTrainer(asked)
  const worldSize =
    start.ranks === 'none' && start.engine !== 'mpirun'
      ? certain(1)
      : both(start.machines, start.processes, (one, other) => one * other)
  return { index, host: hostOf(launch), start, worldSize, processes: processesOf(start, worldSize, launch) }
}

/** A trainer's own command starts as many processes as there are GPUs; how, its settings decide. */
function ofTrainer(asked: Asked): Start {
  const perNode = asked.variable('NPROC_PER_NODE')
  const count = perNode ? mapped(perNode, Number) : (asked.gpus ?? uncertain('every GPU'))
  const nodes = asked.variable('NNODES')
  const rank = asked.variable('NODE_RANK')
  const port = asked.variable('MASTER_PORT')
  return {
    engine: 'torchrun',
    machines: nodes ? mapped(nodes, Number) : certain(1),
    machineRank: rank ? mapped(rank, Number) : certain(0),
    processes: count,
    ranks: 'machine',
    address: asked.variable('MASTER_ADDR') ?? certain('127.0.0.1'),
    port: port ? mapped(port, Number) : undefined,
    visible: asked.variable('CUDA_VISIBLE_DEVICES'),
    command: [...(asked.script ? [asked.script] : []), ...asked.words],
    environment: new Map(),
  }
}

function hostOf({ command }: Launch): Fact | undefined {
  const word = command.wrappers.find(({ program }) => program === 'ssh')?.words.at(-1)
  return word && (word.text === undefined ? uncertain(word.raw) : certain(word.text))
}

function processesOf(start: Start, worldSize: Fact<number>, launch: Launch): readonly StartedProcess[] {
  const count = certainValue(start.processes) ?? 1
  return Array.from({ length: Math.min(Math.max(count, 0), mostProcesses) }, (_, localRank): StartedProcess => {
    const rank = rankOf(start, localRank)
    return {
      rank,
      localRank,
      command: start.command.map((word) => mapped(word, (text) => text.replace('{local_rank}', String(localRank)))),
      environment: environmentOf(start, rank, localRank, worldSize, launch),
    }
  })
}

function rankOf(start: Start, localRank: number): Fact<number> | undefined {
  if (start.ranks === 'none') return undefined
  if (start.ranks === 'arrival')
    return certainValue(start.machines) === 1 ? certain(localRank) : uncertain('who comes first')
  const machine = start.machineRank ?? (certainValue(start.machines) === 1 ? certain(0) : uncertain('the launcher'))
  return both(machine, start.processes, (rank, each) => rank * each + localRank)
}

function environmentOf(
  start: Start,
  rank: Fact<number> | undefined,
  localRank: number,
  worldSize: Fact<number>,
  launch: Launch,
): ReadonlyMap<string, Fact> {
  const found = new Map<string, Fact>()
  for (const [name, pieces] of launch.environment) {
    const [first] = pieces
    // What the batch system sets is not told again.
    if (!first || (first.start === 0 && first.end === 0)) continue
    const text = known(pieces)
    found.set(name, text === undefined ? uncertain(`$${name}`) : certain(text))
  }
  for (const [name, value] of start.environment) found.set(name, value)
  if (start.visible) found.set('CUDA_VISIBLE_DEVICES', start.visible)
  if (start.ranks !== 'none') {
    if (rank) found.set('RANK', mapped(rank, String))
    found.set('LOCAL_RANK', certain(String(localRank)))
    found.set('WORLD_SIZE', mapped(worldSize, String))
    found.set('LOCAL_WORLD_SIZE', mapped(start.processes, String))
  }
  if (start.address) found.set('MASTER_ADDR', start.address)
  if (start.port) found.set('MASTER_PORT', mapped(start.port, String))
  return found
}

/** Why a launch stops before it starts anything, on its first machine. */
export const refusalOf = ({ machines }: StartedLaunch): Refusal | undefined => machines[0]?.start.refusal
