/** What torchrun makes of its arguments (torch/distributed/run.py of PyTorch 2.13.0: run, config_from_args). */
import {
  type Asked,
  both,
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

/** The arguments that count; accelerate fills some of them in. */
export interface TorchrunArguments {
  readonly nnodes: Fact
  readonly perNode: Fact
  readonly nodeRank: Fact<number>
  readonly backend: Fact
  readonly endpoint: Fact | undefined
  readonly address: Fact
  readonly port: Fact<number> | undefined
  readonly standalone: boolean
}

export function startTorchrun(asked: Asked): Start {
  if (!asked.script) return refused('no-script', asked)
  const given = (name: string): Fact | undefined => asked.flag(name) ?? asked.variable(`PET_${name.toUpperCase()}`)
  const told: TorchrunArguments = {
    nnodes: given('nnodes') ?? certain('1:1'),
    perNode: given('nproc_per_node') ?? certain('1'),
    nodeRank: numberOf(given('node_rank')) ?? certain(0),
    backend: given('rdzv_backend') ?? certain('static'),
    endpoint: given('rdzv_endpoint'),
    address: given('master_addr') ?? certain('127.0.0.1'),
    port: numberOf(given('master_port')),
    standalone: asked.flag('standalone') !== undefined,
  }
  return started(asked, told)
}

/** What the arguments lead to. */
export function started(
  asked: Asked,
  told: TorchrunArguments,
  environment: ReadonlyMap<string, Fact> = new Map(),
): Start {
  const range = mapped(told.nnodes, (text) => text.split(':').map(Number))
  const most = mapped(range, (numbers) => numbers.at(-1) as number)
  const least = mapped(range, (numbers) => numbers[0] as number)
  const isElastic = least.known && most.known && least.value !== most.value
  const alone = told.standalone || isAlone(told, most)
  const backend = alone ? 'c10d' : certainValue(told.backend)
  const isStatic = backend === 'static'
  const endpoint = told.endpoint?.known && told.endpoint.value === '' ? undefined : told.endpoint
  const [address, port] = addressOf(told, endpoint, alone, isStatic)
  const command = pythonCommand(asked, ['python', '-u'], asked.flag('no_python') !== undefined)
  return {
    engine: 'torchrun',
    machines: isElastic && told.nnodes.known ? uncertain(told.nnodes.value) : most,
    machineRank: isStatic && !alone ? told.nodeRank : undefined,
    processes: processesOf(told.perNode, asked),
    ranks: alone || isStatic ? 'machine' : backend === undefined ? 'machine' : 'arrival',
    address,
    port,
    visible: asked.variable('CUDA_VISIBLE_DEVICES'),
    command,
    environment,
  }
}

/** One machine without a port of its own choice gets a free one. */
function isAlone({ backend, endpoint, port }: TorchrunArguments, most: Fact<number>): boolean {
  const noEndpoint = endpoint === undefined || (endpoint.known && endpoint.value === '')
  return certainValue(backend) === 'static' && noEndpoint && port === undefined && certainValue(most) === 1
}

function addressOf(
  told: TorchrunArguments,
  endpoint: Fact | undefined,
  alone: boolean,
  isStatic: boolean,
): readonly [Fact | undefined, Fact<number> | undefined] {
  if (alone) return [certain('localhost'), uncertain('a free port')]
  if (!endpoint) return isStatic ? [told.address, told.port ?? certain(29500)] : [undefined, undefined]
  const host = mapped(endpoint, (text) => text.replace(/:\d*$/, ''))
  if (!isStatic) return [host, uncertain('a free port')]
  const written = mapped(endpoint, (text) => /:(\d+)$/.exec(text)?.[1])
  const port: Fact<number> = !written.known ? written : certain(Number(written.value ?? 29500))
  return [host, port]
}

/** `gpu` and `auto`: as many as there are GPUs. */
function processesOf(perNode: Fact, asked: Asked): Fact<number> {
  if (!perNode.known) return perNode
  if (/^\s*[-+]?\d+\s*$/.test(perNode.value)) return certain(Number(perNode.value))
  const visible = asked.variable('CUDA_VISIBLE_DEVICES')
  if (perNode.value !== 'gpu' && perNode.value !== 'auto') return uncertain(perNode.value)
  if (visible) return mapped(visible, (list) => list.split(',').filter((each) => each !== '').length)
  return asked.gpus ?? uncertain(perNode.value)
}

export const hostAndPort = (address: Fact, port: Fact<number>): Fact =>
  both(address, port, (host, number) => `${host}:${number}`)
