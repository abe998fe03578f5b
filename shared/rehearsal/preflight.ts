/** What must be there before a run starts, asked of the machine that will start it. */
import type { Run } from '../config.ts'
import { requirements } from '../requirements.ts'
import { compareVersions } from '../versions.ts'

export type Standing = 'good' | 'bad' | 'doubtful' | 'unseen'

export const preflightIds = ['script', 'data', 'packages', 'releases', 'login', 'disk', 'port', 'gpus'] as const
export type PreflightId = (typeof preflightIds)[number]

export interface Preflight {
  readonly id: PreflightId
  readonly standing: Standing
  readonly facts: Readonly<Record<string, string | number>>
}

/** What a shell found out about the machine. */
export interface Machine {
  /** Whether a path, as the launch script would open it, leads somewhere; undefined for what is not a path. */
  readonly exists: (path: string) => boolean
  /** Installed releases by package; null = not installed; undefined = no Python was found. */
  readonly packages: Readonly<Record<string, string | null>> | undefined
  /** Bytes that the disk of the run's folder has left; undefined = nobody knows. */
  readonly room: number | undefined
  readonly hasLogin: boolean
  /** Whether the model is in a folder or in the cache of the Hub. */
  readonly hasModel: boolean
  readonly portIsFree: boolean | undefined
  readonly gpus: number
}

/** Weights of gated models need an accepted licence and a login. */
const gated = /^(?:meta-llama|google\/(?:gemma|codegemma)|mistralai)\b/i
const looksLikePath = (name: string): boolean =>
  /^[./~]/.test(name) || /\.(?:jsonl?|parquet|csv|tsv|txt)$/i.test(name) || (name.match(/\//g) ?? []).length > 1

const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)

export function preflight(run: Run, machine: Machine, bytesOfModel: number | undefined): readonly Preflight[] {
  const { config } = run
  const found: Preflight[] = []
  const put = (id: PreflightId, standing: Standing, facts: Preflight['facts'] = {}) =>
    found.push({ id, standing, facts })

  const script = config['output.script'] ?? 'train.py'
  if (script === 'trl sft') put('script', 'good', { script })
  else put('script', machine.exists(script) ? 'good' : 'bad', { script })

  const data = config['data.dataset']
  if (data === null) put('data', 'unseen', { data: '' })
  else if (machine.exists(data)) put('data', 'good', { data })
  else put('data', looksLikePath(data) ? 'bad' : 'unseen', { data })

  const wanted = requirements(run).map((one) => /^([\w-]+)(?:==(.+))?/.exec(one) ?? [one, one])
  if (!machine.packages) put('packages', 'bad', { packages: 'python' })
  else {
    const packages = machine.packages
    const missing = wanted.flatMap(([, name = '']) => (packages[name] ? [] : [name]))
    put('packages', missing.length === 0 ? 'good' : 'bad', { packages: missing.join(', ') })
    const older = wanted.flatMap(([, name = '', release]) => {
      const there = packages[name]
      return there && release && compareVersions(there, release) < 0 ? [`${name} ${there} < ${release}`] : []
    })
    put('releases', older.length === 0 ? 'good' : 'doubtful', { releases: older.join(', ') })
  }

  const model = config['model.id']
  if (machine.hasModel || !gated.test(model)) put('login', 'good', { model })
  else put('login', machine.hasLogin ? 'good' : 'bad', { model })

  const need = machine.hasModel ? 0 : (bytesOfModel ?? 0)
  if (machine.room === undefined) put('disk', 'unseen', { room: '?', need: gib(need) })
  else put('disk', machine.room > need + 2 ** 30 ? 'good' : 'bad', { room: gib(machine.room), need: gib(need) })

  const port = config['accelerate.main_process_port'] ?? 29500
  if (machine.portIsFree === undefined) put('port', 'unseen', { port })
  else put('port', machine.portIsFree ? 'good' : 'bad', { port })

  const each = config['hardware.gpus_per_machine']
  if (config['accelerate.use_cpu']) put('gpus', 'good', { found: 0, wanted: 0 })
  else put('gpus', machine.gpus >= each ? 'good' : 'doubtful', { found: machine.gpus, wanted: each })
  return found
}
