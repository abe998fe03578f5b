/** What the `deepspeed` command makes of its arguments (launcher/runner.py and launcher/launch.py of DeepSpeed 0.19.8). */
import {
  type Asked,
  certain,
  certainValue,
  type Fact,
  mapped,
  numberOf,
  pythonCommand,
  refused,
  type Start,
  uncertain,
} from './start.ts'

export function startDeepspeed(asked: Asked): Start {
  if (!asked.script) return refused('no-script', asked)
  const include = asked.flag('include')
  const exclude = asked.flag('exclude')
  const gpus = numberOf(asked.flag('num_gpus'))
  const nodes = numberOf(asked.flag('num_nodes'))
  const isGiven = (filter: Fact | undefined) => filter !== undefined && (!filter.known || filter.value !== '')
  if (isGiven(include) && isGiven(exclude)) return refused('filters-together', asked)
  const isFilter = isGiven(include) || isGiven(exclude)
  const counts = [gpus, nodes].some((count) => count && (!count.known || count.value >= 0))
  if (isFilter && counts) return refused('include-beside-count', asked)
  // The variable becomes a filter of its own, unless a flag chooses GPUs; `--num_nodes 1` chooses none.
  const variable = asked.variable('CUDA_VISIBLE_DEVICES')
  const ignores = isFilter || (certainValue(nodes) ?? 1) > 1 || (certainValue(gpus) ?? 0) > 0
  const isVariable = variable?.known === true && variable.value !== ''
  if (counts && isVariable && !ignores && !asked.flag('hostfile')) return refused('include-beside-count', asked)
  if (asked.flag('hostfile')) return remote(asked, nodes, gpus)
  if ((certainValue(nodes) ?? 1) > 1) return refused('machines-without-hostfile', asked, nodes)
  const visible = visibleGpus(asked, include, exclude, gpus, isFilter || counts)
  const noLocalRank = asked.flag('no_local_rank') !== undefined
  return {
    engine: 'deepspeed',
    machines: certain(1),
    machineRank: certain(0),
    processes: mapped(visible, (list) => list.length),
    ranks: 'machine',
    // Without a host file whatever --master_addr says is not read.
    address: certain('127.0.0.1'),
    port: numberOf(asked.flag('master_port')) ?? certain(29500),
    visible: mapped(visible, (list) => list.join(',')),
    command: pythonCommand(
      asked,
      ['python', '-u'],
      asked.flag('no_python') !== undefined,
      noLocalRank ? [] : ['--local_rank={local_rank}'],
    ),
    environment: new Map(),
  }
}

/** The GPUs of this machine that processes are started on. */
function visibleGpus(
  asked: Asked,
  include: Fact | undefined,
  exclude: Fact | undefined,
  count: Fact<number> | undefined,
  isChosen: boolean,
): Fact<readonly number[]> {
  const variable = asked.variable('CUDA_VISIBLE_DEVICES')
  // The variable counts only if no flag chooses GPUs.
  if (!isChosen && variable && variable.known !== false && variable.value !== '')
    return mapped(variable, (list) => [...new Set(list.split(',').map(Number))].sort((one, other) => one - other))
  if (!isChosen && variable && !variable.known) return variable
  const all: Fact<readonly number[]> = asked.gpus ? mapped(asked.gpus, upTo) : uncertain('every GPU')
  if (count && (!count.known || count.value > 0)) return mapped(count, upTo)
  if (include && (!include.known || include.value !== '')) {
    if (!include.known) return include
    const slots = slotsOf(include.value)
    return slots.length > 0 ? certain(slots) : all
  }
  if (exclude && (!exclude.known || exclude.value !== '')) {
    if (!exclude.known) return exclude
    const without = slotsOf(exclude.value)
    return mapped(all, (list) => list.filter((each) => !without.includes(each)))
  }
  return all
}

const upTo = (count: number): readonly number[] =>
  Array.from({ length: Math.min(Math.max(count, 0), 1024) }, (_, index) => index)

/** `localhost:2,3` → 2 and 3; a host alone means all of it. */
function slotsOf(filter: string): readonly number[] {
  const slots = filter.split('@').flatMap((node) => node.split(':')[1]?.split(',').map(Number) ?? [])
  return [...new Set(slots)].sort((one, other) => one - other)
}

/** Over the machines of a host file, which is not read here. */
function remote(asked: Asked, nodes: Fact<number> | undefined, gpus: Fact<number> | undefined): Start {
  const count = gpus && (!gpus.known || gpus.value > 0) ? gpus : undefined
  return {
    engine: 'deepspeed-remote',
    machines: nodes ?? uncertain('the host file'),
    machineRank: asked.flag('no_ssh') ? (numberOf(asked.flag('node_rank')) ?? certain(-1)) : undefined,
    processes: count ?? uncertain('the host file'),
    ranks: 'machine',
    address: asked.flag('master_addr') ?? uncertain('the first host'),
    port: numberOf(asked.flag('master_port')) ?? certain(29500),
    visible: count ? mapped(count, (number) => upTo(number).join(',')) : undefined,
    command: pythonCommand(
      asked,
      ['python', '-u'],
      asked.flag('no_python') !== undefined,
      asked.flag('no_local_rank') ? [] : ['--local_rank={local_rank}'],
    ),
    environment: new Map(),
  }
}
