/** What `accelerate launch` makes of its file and its flags (commands/launch.py and utils/launch.py of Accelerate 1.15.0). */
import {
  type Asked,
  both,
  certain,
  certainValue,
  type Fact,
  listed,
  mapped,
  numberOf,
  pythonCommand,
  refused,
  type Start,
  uncertain,
} from './start.ts'
import { hostAndPort, started } from './start-torchrun.ts'

type Strategy = 'cpu' | 'deepspeed' | 'fsdp' | 'megatron' | 'multi' | 'tpu' | 'none'

const flags: readonly (readonly [flag: string, strategy: Strategy])[] = [
  ['cpu', 'cpu'],
  ['use_deepspeed', 'deepspeed'],
  ['use_fsdp', 'fsdp'],
  ['use_megatron_lm', 'megatron'],
  ['multi_gpu', 'multi'],
  ['tpu', 'tpu'],
]
const ofFile: Readonly<Record<string, Strategy>> = {
  DEEPSPEED: 'deepspeed',
  FSDP: 'fsdp',
  MEGATRON_LM: 'megatron',
  XLA: 'tpu',
  MULTI_GPU: 'multi',
  MULTI_NPU: 'multi',
  MULTI_MLU: 'multi',
  MULTI_SDAA: 'multi',
  MULTI_MUSA: 'multi',
  MULTI_XPU: 'multi',
  MULTI_HPU: 'multi',
  MULTI_NEURON: 'multi',
}

export function startAccelerate(asked: Asked): Start {
  if (!asked.script) return refused('no-script', asked)
  const named = flags.filter(([flag]) => asked.flag(flag))
  if (named.filter(([flag]) => flag !== 'use_megatron_lm').length > 1) return refused('strategies-together', asked)
  const processes =
    numberOf(asked.of('num_processes')) ??
    (asked.hasFile
      ? certainValue(asked.of('distributed_type')) === 'NO'
        ? certain(1)
        : uncertain('num_processes')
      : everyGpu(asked))
  const isPlain = certainValue(asked.of('distributed_type')) === 'NO'
  if (asked.knowsFile && !isPlain && !asked.of('num_processes')) return refused('processes-missing', asked)
  if (asked.flag('multi_gpu') && processes.known && processes.value < 2) return refused('too-few-processes', asked)
  const machines = numberOf(asked.of('num_machines')) ?? certain(1)
  const strategy = named[0]?.[1] ?? fromFile(asked, processes)
  // Accelerate takes the rank 0 from a file that says nothing, and none without a file.
  const rank = numberOf(asked.of('machine_rank')) ?? (asked.hasFile ? certain(0) : undefined)
  switch (strategy) {
    case 'deepspeed':
      return viaDeepspeed(asked, processes, machines, rank)
    case 'fsdp':
    case 'megatron':
    case 'multi':
      return viaTorchrun(asked, processes, machines, rank, strategy)
    case 'tpu':
      return { ...simple(asked, processes, machines), engine: 'xla', processes }
    default:
      return simple(asked, processes, machines)
  }
}

function everyGpu(asked: Asked): Fact<number> {
  const visible = asked.variable('CUDA_VISIBLE_DEVICES')
  return visible ? listed(visible) : (asked.gpus ?? uncertain('every GPU'))
}

function fromFile(asked: Asked, processes: Fact<number>): Strategy {
  if (!asked.hasFile) {
    // With several GPUs in the machine several processes start.
    return !processes.known || processes.value > 1 ? 'multi' : 'none'
  }
  const type = certainValue(asked.of('distributed_type')) ?? ''
  return Object.hasOwn(ofFile, type) ? (ofFile[type] as Strategy) : 'none'
}

function visibleOf(asked: Asked): Fact | undefined {
  const ids = asked.of('gpu_ids')
  return ids && !(ids.known && (ids.value === 'all' || ids.value === '')) ? ids : asked.variable('CUDA_VISIBLE_DEVICES')
}

function environmentOf(asked: Asked, strategy: Strategy): ReadonlyMap<string, Fact> {
  const found = new Map<string, Fact>([
    ['ACCELERATE_MIXED_PRECISION', mapped(asked.of('mixed_precision') ?? certain('no'), (text) => text.toLowerCase())],
  ])
  if (strategy === 'fsdp') found.set('ACCELERATE_USE_FSDP', certain('true'))
  if (strategy === 'deepspeed') found.set('ACCELERATE_USE_DEEPSPEED', certain('true'))
  if (strategy === 'megatron') found.set('ACCELERATE_USE_MEGATRON_LM', certain('true'))
  if (strategy === 'fsdp') found.set('FSDP_VERSION', asked.of('fsdp_version') ?? certain('1'))
  const stage = asked.of('zero_stage')
  if (strategy === 'deepspeed' && stage) found.set('ACCELERATE_DEEPSPEED_ZERO_STAGE', stage)
  const json = asked.of('deepspeed_config_file')
  if (strategy === 'deepspeed' && json) found.set('ACCELERATE_DEEPSPEED_CONFIG_FILE', json)
  return found
}

const withoutPython = (asked: Asked): boolean => asked.flag('no_python') !== undefined

function viaTorchrun(
  asked: Asked,
  processes: Fact<number>,
  machines: Fact<number>,
  rank: Fact<number> | undefined,
  strategy: Strategy,
): Start {
  const several = !machines.known || machines.value > 1
  if (several && machines.known && rank === undefined) return refused('rank-missing', asked, machines)
  const given = numberOf(asked.of('main_process_port'))
  const port: Fact<number> =
    given === undefined ? certain(29500) : given.known && given.value === 0 ? uncertain('a free port') : given
  const address = asked.of('main_process_ip') ?? certain('None')
  const sameNetwork = asked.flag('same_network') !== undefined
  const start = started(
    asked,
    {
      nnodes: several ? mapped(machines, String) : certain('1'),
      perNode: mapped(
        both(processes, machines, (all, nodes) => Math.floor(all / Math.max(nodes, 1))),
        String,
      ),
      nodeRank: several ? (rank ?? uncertain('machine_rank')) : certain(0),
      // The file's own rdzv_backend is not read: the flag has a default.
      backend: asked.flag('rdzv_backend') ?? certain('static'),
      endpoint: several && !sameNetwork ? hostAndPort(address, port) : undefined,
      address: several && sameNetwork ? address : certain('127.0.0.1'),
      port,
      standalone: false,
    },
    environmentOf(asked, strategy),
  )
  const isStatic = start.machineRank !== undefined
  return {
    ...start,
    ...(several && isStatic && { address, port }),
    visible: visibleOf(asked),
    command: pythonCommand(asked, ['python', '-u'], withoutPython(asked)),
  }
}

function viaDeepspeed(
  asked: Asked,
  processes: Fact<number>,
  machines: Fact<number>,
  rank: Fact<number> | undefined,
): Start {
  const launcher = certainValue(asked.of('deepspeed_multinode_launcher') ?? certain('pdsh'))
  if (machines.known && machines.value <= 1) return viaTorchrun(asked, processes, machines, rank, 'deepspeed')
  if (launcher === 'standard' || launcher === undefined)
    return viaTorchrun(asked, processes, machines, rank, 'deepspeed')
  const noSsh = launcher === 'nossh'
  return {
    engine: 'deepspeed-remote',
    machines,
    machineRank: noSsh ? (rank ?? uncertain('None')) : undefined,
    processes: both(processes, machines, (all, nodes) => Math.floor(all / Math.max(nodes, 1))),
    ranks: 'machine',
    address: asked.of('main_process_ip') ?? uncertain('the first host'),
    port: numberOf(asked.of('main_process_port')) ?? certain(29500),
    visible: visibleOf(asked),
    command: pythonCommand(asked, ['python', '-u'], withoutPython(asked), noSsh ? ['--local_rank={local_rank}'] : []),
    environment: environmentOf(asked, 'deepspeed'),
  }
}

function simple(asked: Asked, processes: Fact<number>, machines: Fact<number>): Start {
  const several = (certainValue(processes) ?? 1) > 1 || (certainValue(machines) ?? 1) > 1
  const hosts = asked.of('mpirun_hostfile')
  const address = asked.of('main_process_ip')
  const port = numberOf(asked.of('main_process_port'))
  if ((certainValue(machines) ?? 1) > 1 && (!address || !port)) return refused('address-missing', asked, machines)
  return {
    engine: hosts ? 'mpirun' : 'simple',
    machines: hosts ? machines : certain(1),
    machineRank: undefined,
    processes: hosts ? both(processes, machines, (all, nodes) => Math.floor(all / Math.max(nodes, 1))) : certain(1),
    ranks: 'none',
    address: several ? (address ?? certain('127.0.0.1')) : undefined,
    port: several ? (port ?? certain(29500)) : undefined,
    visible: visibleOf(asked),
    command: pythonCommand(asked, ['python'], withoutPython(asked)),
    environment: environmentOf(asked, 'none'),
  }
}
