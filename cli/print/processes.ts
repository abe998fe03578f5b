/** What each process starts with → lines of a table, and the same as JSON. */
import { refusalOf, type StartedLaunch, type StartedMachine, type StartedProcess } from '../../shared/launch.ts'
import type { Fact } from '../../shared/launchers/start.ts'
import { fill } from '../../shared/pages.ts'
import { placer } from '../../shared/shell/piece.ts'
import type { TerminalWords } from '../words/words.ts'
import type { Style } from './style.ts'
import { clean, padded, width, wrap } from './text.ts'

/** With more processes each machine gets one line. */
const mostRows = 32

const lineOf = ({ file, launch }: StartedLaunch): number => placer(file.text)(launch.command.at).line

/** A value; what only the run knows is marked. */
const shown = (fact: Fact<string | number> | undefined, otherwise = ''): string =>
  fact === undefined ? otherwise : fact.known ? clean(String(fact.value)) : `? (${clean(fact.text)})`

interface Row {
  readonly machine: string
  readonly rank: string
  readonly localRank: string
  readonly worldSize: string
  readonly address: string
  readonly gpu: string
}

/** The GPU that a process gets: the one at its place in the list of visible GPUs. */
function gpuOf({ start }: StartedMachine, localRank: number): Fact<string> | undefined {
  const { visible } = start
  if (!visible) return { known: true, value: String(localRank) }
  if (!visible.known) return visible
  const one = visible.value.split(',').filter((each) => each !== '')[localRank]
  return one === undefined ? undefined : { known: true, value: one }
}

function addressOf({ start }: StartedMachine): string {
  const { address, port } = start
  return address || port ? `${shown(address, '–')}:${shown(port, '–')}` : '–'
}

function rowOf(machine: StartedMachine, { rank, localRank }: StartedProcess): Row {
  return {
    machine: nameOf(machine),
    rank: shown(rank, '–'),
    localRank: String(localRank),
    worldSize: shown(machine.worldSize),
    address: addressOf(machine),
    gpu: shown(gpuOf(machine, localRank), '–'),
  }
}

const nameOf = ({ index, host }: StartedMachine): string => (host ? shown(host) : String(index))

/** `0–7`: the first and the last of a machine. */
function range(values: readonly string[]): string {
  const [first = '–'] = values
  const last = values.at(-1) ?? first
  return first === last ? first : `${first}–${last}`
}

function rowsOf(launch: StartedLaunch): readonly Row[] {
  const count = launch.machines.reduce((sum, { processes }) => sum + processes.length, 0)
  return launch.machines.flatMap((machine) => {
    const rows = machine.processes.map((one) => rowOf(machine, one))
    const [first] = rows
    if (!first || count <= mostRows) return rows
    return [
      {
        ...first,
        rank: range(rows.map(({ rank }) => rank)),
        localRank: range(rows.map(({ localRank }) => localRank)),
        gpu: range(rows.map(({ gpu }) => gpu)),
      },
    ]
  })
}

const commandText = (words: readonly Fact[]): string =>
  words.map((word) => (word.known ? word.value : word.text)).join(' ')

function tableLines(rows: readonly Row[], words: TerminalWords): readonly string[] {
  const columns: readonly (readonly [keyof Row, string])[] = [
    ['machine', words['process-machine']],
    ['rank', words['process-rank']],
    ['localRank', words['process-local-rank']],
    ['worldSize', words['process-world-size']],
    ['address', words['process-address']],
    ['gpu', words['process-gpu']],
  ]
  const widths = columns.map(([key, title]) => Math.max(width(title), ...rows.map((row) => width(row[key]))))
  const line = (texts: readonly string[]) =>
    `  ${texts.map((text, place) => padded(text, widths[place] as number)).join('  ')}`.trimEnd()
  return [line(columns.map(([, title]) => title)), ...rows.map((row) => line(columns.map(([key]) => row[key])))]
}

/** Every launch of the files, each with its table. */
export function processLines(
  launches: readonly StartedLaunch[],
  words: TerminalWords,
  style: Style,
  columns: number,
): readonly string[] {
  if (launches.length === 0) return wrap(words['process-none'], columns)
  return launches.flatMap((launch) => {
    const title = `${clean(launch.file.path)}:${lineOf(launch)}  ${launch.launch.launcher.id}`
    const refusal = refusalOf(launch)
    if (refusal)
      return [
        style.accent(title),
        ...wrap(words[`process-refused-${refusal}`], columns - 2).map((line) => `  ${line}`),
        '',
      ]
    const [first] = launch.machines
    const [process] = first?.processes ?? []
    const environment = [...(process?.environment ?? [])].filter(([name]) => !ranks.has(name))
    return [
      style.accent(title),
      ...(process ? wrap(clean(commandText(process.command)), columns - 4, '    ').map((line) => `  ${line}`) : []),
      '',
      ...tableLines(rowsOf(launch), words),
      ...(launch.more > 0 ? [`  ${fill(words['process-more'], { count: launch.more })}`] : []),
      ...(environment.length > 0 ? ['', `  ${words['process-environment']}`] : []),
      ...environment.flatMap(([name, value]) =>
        wrap(`${clean(name)}=${shown(value)}`, columns - 4, '  ').map((line) => `    ${line}`),
      ),
      '',
    ]
  })
}

/** Variables that the table shows. */
const ranks = new Set([
  'RANK',
  'LOCAL_RANK',
  'WORLD_SIZE',
  'LOCAL_WORLD_SIZE',
  'MASTER_ADDR',
  'MASTER_PORT',
  'CUDA_VISIBLE_DEVICES',
])

/** A known value as it is, an unknown one as the text that stands for it, an absent one as null. */
const json = (fact: Fact<string | number> | undefined) =>
  fact === undefined ? null : fact.known ? fact.value : { unknown: clean(fact.text) }

/** The same for a program. */
export const processJson = (launches: readonly StartedLaunch[]) => ({
  version: 1,
  launches: launches.map((launch) => ({
    path: launch.file.path,
    line: lineOf(launch),
    launcher: launch.launch.launcher.id,
    refused: refusalOf(launch) ?? null,
    machines: launch.machines.map((machine) => ({
      machine: machine.index,
      host: json(machine.host),
      rank: json(machine.start.machineRank),
      machines: json(machine.start.machines),
      world_size: json(machine.worldSize),
      address: json(machine.start.address),
      port: json(machine.start.port),
      visible_gpus: json(machine.start.visible),
      processes: machine.processes.map((process) => ({
        rank: json(process.rank),
        local_rank: process.localRank,
        gpu: json(gpuOf(machine, process.localRank)),
        command: process.command.map(json),
        environment: Object.fromEntries([...process.environment].map(([name, value]) => [name, json(value)])),
      })),
    })),
    more_machines: launch.more,
  })),
})
