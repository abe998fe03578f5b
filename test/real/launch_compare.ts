/** Commands at random: what we say that each machine starts with, the real launchers' own builders say too. Nothing is started. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startsOf } from '../../shared/launch.ts'
import type { Fact, Start } from '../../shared/launchers/start.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import { type Random, random } from './random-walk.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON ?? '.cache/real/venv/bin/python'
const seed = Number(process.env.LAUNCH_SEED ?? 20_261_201)
const count = Number(process.env.LAUNCH_COUNT ?? 600)

interface Case {
  readonly launcher: 'accelerate' | 'torchrun' | 'deepspeed'
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly yaml?: string
}

/** Flags that are there as often as not, in any order and sometimes twice. */
function flags(
  dice: Random,
  choices: readonly (readonly [flag: string, ...values: readonly string[]])[],
): readonly string[] {
  const words: string[] = []
  for (let times = dice.below(choices.length); times > 0; times--) {
    const [flag, ...values] = dice.pick(choices)
    if (values.length === 0) words.push(flag)
    else if (dice.chance(0.3)) words.push(`${flag}=${dice.pick(values)}`)
    else words.push(flag, dice.pick(values))
  }
  return words
}

const script = (dice: Random): readonly string[] =>
  dice.chance(0.2) ? ['-m', 'pkg.train', '--lr', '1'] : ['train.py', '--lr', '1e-4', '--bf16']

const visible = (dice: Random): Readonly<Record<string, string>> =>
  dice.chance(0.4) ? { CUDA_VISIBLE_DEVICES: dice.pick(['0', '2,3', '0,1,2,3', '7,5']) } : {}

function yamlAt(dice: Random): string {
  const lines = ['compute_environment: LOCAL_MACHINE']
  const type = dice.pick(['MULTI_GPU', 'FSDP', 'DEEPSPEED', 'NO', 'MULTI_GPU'])
  lines.push(`distributed_type: '${type}'`)
  if (type === 'DEEPSPEED')
    lines.push(
      'deepspeed_config:',
      '  zero_stage: 2',
      ...(dice.chance(0.6)
        ? [`  deepspeed_multinode_launcher: ${dice.pick(['standard', 'pdsh', 'nossh', 'openmpi'])}`]
        : []),
    )
  if (type === 'FSDP') lines.push('fsdp_config:', `  fsdp_version: ${dice.pick(['1', '2'])}`)
  const maybe = (chance: number, name: string, ...values: readonly string[]) => {
    if (dice.chance(chance)) lines.push(`${name}: ${dice.pick(values)}`)
  }
  maybe(0.95, 'num_processes', '2', '4', '8', '16')
  maybe(0.7, 'num_machines', '1', '1', '2', '4')
  maybe(0.6, 'machine_rank', '0', '1')
  maybe(0.5, 'main_process_ip', '10.0.0.1', 'head')
  maybe(0.5, 'main_process_port', '29511', '1234')
  maybe(0.3, 'gpu_ids', 'all', "'0,1'", "'2,3'")
  maybe(0.7, 'mixed_precision', "'no'", 'bf16', 'fp16')
  maybe(0.3, 'rdzv_backend', 'static', 'c10d')
  maybe(0.3, 'same_network', 'true', 'false')
  return `${lines.join('\n')}\n`
}

function caseAt(dice: Random): Case {
  const launcher = dice.pick(['accelerate', 'accelerate', 'torchrun', 'deepspeed'] as const)
  const environment = visible(dice)
  if (launcher === 'torchrun') {
    const told = flags(dice, [
      ['--nnodes', '1', '2', '4', '1:1'],
      ['--nproc_per_node', '1', '4', '8'],
      ['--nproc-per-node', '2', '8'],
      ['--node_rank', '0', '1', '3'],
      ['--node-rank', '0', '1'],
      ['--master_addr', '10.0.0.1', 'head', 'localhost'],
      ['--master_port', '29511', '1234'],
      ['--master-p', '4321'],
      ['--rdzv_backend', 'static', 'c10d'],
      ['--rdzv-endpoint', 'head:29400', 'head', '10.0.0.1:1'],
      ['--standalone'],
      ['--max_restarts', '0', '3'],
      ['--nnode', '2'],
    ])
    const more: Readonly<Record<string, string>> = dice.chance(0.15) ? { PET_NNODES: '2', PET_NODE_RANK: '1' } : {}
    return { launcher, words: [...told, ...script(dice)], environment: { ...environment, ...more } }
  }
  if (launcher === 'deepspeed') {
    const told = flags(dice, [
      ['--num_gpus', '1', '2', '4', '8'],
      ['--num_nodes', '1', '2'],
      ['--include', 'localhost:2,3', 'localhost:3,1', 'localhost'],
      ['--exclude', 'localhost:0'],
      ['--master_port', '29511'],
      ['--master_addr', 'head'],
      ['--no_local_rank'],
      ['--num_acc', '2'],
    ])
    const words = [...told, 'train.py', '--lr', '1']
    return { launcher, words, environment }
  }
  const hasFile = dice.chance(0.75)
  const told = flags(dice, [
    ['--num_processes', '2', '4', '8'],
    ['--num_processes', '16'],
    ['--num_machines', '1', '2', '4'],
    ['--machine_rank', '0', '1'],
    ['--main_process_ip', '10.0.0.1', 'head'],
    ['--main_process_port', '29511', '1234'],
    ['--gpu_ids', '0,1', 'all'],
    ['--mixed_precision', 'bf16', 'no'],
    ['--rdzv_backend', 'static', 'c10d'],
    ['--same_network'],
    ['--deepspeed_multinode_launcher', 'standard', 'pdsh'],
    ...(hasFile ? [] : [['--multi_gpu'] as const, ['--use_fsdp'] as const, ['--cpu'] as const]),
  ])
  const file = hasFile ? ['--config_file', 'acc.yaml'] : ['--num_processes', dice.pick(['1', '2', '8'])]
  const yaml = hasFile ? { yaml: yamlAt(dice) } : {}
  return { launcher, words: [...file, ...told, ...script(dice)], environment, ...yaml }
}

const text = (fact: Fact<string | number> | undefined): string | undefined =>
  fact?.known ? String(fact.value) : undefined

/** What we say, as the judge says it; undefined: we do not know. */
function ours({ launcher, words, environment, yaml }: Case): Start | undefined {
  const set = Object.entries(environment).map(([name, value]) => `${name}=${value} `)
  const command = launcher === 'accelerate' ? 'accelerate launch' : launcher
  const texts: Readonly<Record<string, string>> = {
    ...(yaml !== undefined && { 'acc.yaml': yaml }),
    'run.sh': `${set.join('')}${command} ${words.join(' ')}\n`,
  }
  const files = Object.entries(texts).flatMap(([path, one]): readonly ReadFile[] => {
    const reading = read(one, path.endsWith('.sh') ? 'launch-script' : 'accelerate')
    return reading ? [{ path, text: one, reading }] : []
  })
  return startsOf(files)[0]?.machines[0]?.start
}

type Judged = Readonly<Record<string, unknown>>

/** Where the two differ. */
function differences(start: Start, judged: Judged): readonly string[] {
  const found: string[] = []
  const same = (name: string, mine: string | undefined, theirs: unknown) => {
    // What we call unknown is not claimed.
    if (mine !== undefined && mine !== String(theirs)) found.push(`${name}: ours ${mine}, theirs ${theirs}`)
  }
  if (judged.refused !== undefined) return start.refusal ? [] : [`theirs refuses: ${judged.refused} ${judged.text}`]
  if (start.refusal) return [`ours refuses (${start.refusal}), theirs starts`]
  same('engine', start.engine, judged.engine)
  if (start.engine !== judged.engine) return found
  if (start.engine === 'torchrun') {
    same('machines', text(start.machines), judged.machines)
    same('processes', text(start.processes), judged.processes)
    if (start.machineRank) same('rank', text(start.machineRank), judged.rank)
    const endpoint = String(judged.endpoint)
    if (judged.backend === 'static')
      same(
        'endpoint',
        `${text(start.address)}:${text(start.port)}`,
        /:\d+$/.test(endpoint) ? endpoint : `${endpoint}:29500`,
      )
    else same('host', text(start.address), endpoint.replace(/:\d*$/, '') || undefined)
    same('ranks', start.machineRank === undefined ? 'c10d' : undefined, judged.backend)
    same('command', start.command.slice(1).map(text).join(' '), (judged.words as readonly string[]).join(' '))
  } else if (start.engine === 'deepspeed') {
    same('processes', text(start.processes), judged.processes)
    same('address', text(start.address), judged.address)
    same('port', text(start.port), judged.port)
  } else if (start.engine === 'simple') {
    same('address', text(start.address), judged.address)
    same('port', text(start.port), judged.port)
    same('command', start.command.slice(1).map(text).join(' '), (judged.words as readonly string[]).join(' '))
  } else if (start.engine === 'deepspeed-remote') {
    const command = judged.command as readonly string[]
    const told = (flag: string) => (command.includes(flag) ? command[command.indexOf(flag) + 1] : undefined)
    same('processes', text(start.processes), told('--num_gpus'))
    same('port', text(start.port), told('--master_port'))
    if (told('--master_addr') !== undefined) same('address', text(start.address), told('--master_addr'))
    if (told('--node_rank') !== undefined) same('rank', text(start.machineRank), told('--node_rank'))
  }
  if (start.visible?.known || judged.visible) same('visible', text(start.visible), judged.visible)
  return found
}

const dice = random(seed)
const cases = Array.from({ length: count }, () => caseAt(dice))
const folder = mkdtempSync(join(tmpdir(), 'launch-compare-'))
const lines = cases.map((one, place) => {
  const file = join(folder, `${place}.yaml`)
  if (one.yaml !== undefined) writeFileSync(file, one.yaml)
  return JSON.stringify({ ...one, words: one.words.map((word) => (word === 'acc.yaml' ? file : word)) })
})
writeFileSync(join(folder, 'cases.jsonl'), `${lines.join('\n')}\n`)
const done = spawnSync(python, [join(import.meta.dirname, 'launch_judge.py'), join(folder, 'cases.jsonl')], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', process.env.LAUNCH_SHOW ? 'inherit' : 'ignore'],
  maxBuffer: 1 << 28,
  timeout: 600_000,
})
rmSync(folder, { recursive: true, force: true })
const judged = done.stdout
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Judged)
let failed = judged.length === cases.length ? 0 : 1
let refused = 0
for (const [place, one] of cases.entries()) {
  const theirs = judged[place]
  const start = ours(one)
  if (!theirs) continue
  if (theirs.refused !== undefined) refused++
  const wrong = start ? differences(start, theirs) : ['not read as a launch']
  if (wrong.length === 0) continue
  failed++
  const environment = Object.entries(one.environment).map(([name, value]) => `${name}=${value} `)
  console.log(`${environment.join('')}${one.launcher} ${one.words.join(' ')}\n${one.yaml ?? ''}  ${wrong.join('\n  ')}`)
}
console.log(
  `seed ${seed}: ${judged.length} of ${cases.length} commands judged, ${refused} of them refused by the launcher`,
)
console.log(`${cases.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
