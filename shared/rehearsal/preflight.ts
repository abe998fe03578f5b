/** What must be there before a run starts, asked of the machine that will start it. */
import type { Run } from '../config.ts'
import { oldestTried, pythonOf, requirements } from '../requirements.ts'
import type { Facts, Severity } from '../rules/rule.ts'
import { compareVersions } from '../versions.ts'

export const preflightIds = [
  'python',
  'script',
  'data',
  'packages',
  'releases',
  'login',
  'disk',
  'port',
  'gpus',
] as const
export type PreflightId = (typeof preflightIds)[number]

/** The rule that says what is wrong, where something is. */
export const ruleOfPreflight: Readonly<Record<PreflightId, string>> = {
  python: 'preflight/missing-python',
  script: 'preflight/missing-script',
  data: 'preflight/missing-data',
  packages: 'preflight/missing-packages',
  releases: 'preflight/outdated-packages',
  login: 'preflight/gated-model',
  disk: 'preflight/disk-space',
  port: 'preflight/port-in-use',
  gpus: 'preflight/too-few-gpus',
}

/** good: it is there. unseen: it can't be checked from here. A problem is an error or, if the run may still work, a warning. */
export type Standing = 'good' | 'unseen' | Severity

export interface Preflight {
  readonly id: PreflightId
  readonly standing: Standing
  readonly facts: Facts
}

export const isProblem = ({ standing }: Preflight): boolean => standing !== 'good' && standing !== 'unseen'
export const isError = ({ standing }: Preflight): boolean => standing === 'error'

/** What a shell found out about the machine. */
export interface Machine {
  /** Whether a path, as the launch script would open it, leads somewhere. */
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

/** Weights of gated models need an accepted license and a login. */
const gated = /^(?:meta-llama|google\/(?:gemma|codegemma)|mistralai)\b/i
const looksLikePath = (name: string): boolean =>
  /^[./~]/.test(name) || /\.(?:jsonl?|parquet|csv|tsv|txt)$/i.test(name) || (name.match(/\//g) ?? []).length > 1

const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)

type Look = (run: Run, machine: Machine, bytesOfModel: number | undefined) => Omit<Preflight, 'id'>
const good = (facts: Facts = {}) => ({ standing: 'good', facts }) as const
const unseen = (facts: Facts = {}) => ({ standing: 'unseen', facts }) as const
const wrong = (facts: Facts) => ({ standing: 'error', facts }) as const
const doubtful = (facts: Facts) => ({ standing: 'warning', facts }) as const

/** Names and pinned releases of the packages that a run needs. */
const wanted = (run: Run): readonly string[] => requirements(run).map((one) => /^[\w-]+/.exec(one)?.[0] ?? one)

const looks: Readonly<Record<PreflightId, Look>> = {
  python: (run, { packages }) => (packages ? good() : wrong({ python: pythonOf(run) })),
  script: ({ config }, { exists }) => {
    const script = config['output.script'] ?? 'train.py'
    return script === 'trl sft' || exists(script) ? good({ script }) : wrong({ script })
  },
  data: ({ config }, { exists }) => {
    const data = config['data.dataset']
    if (data === null) return unseen({ data: '–' })
    if (exists(data)) return good({ data })
    return looksLikePath(data) ? wrong({ data }) : unseen({ data })
  },
  packages: (run, { packages }) => {
    if (!packages) return unseen()
    const missing = wanted(run).filter((name) => !packages[name])
    return missing.length === 0 ? good() : wrong({ packages: missing.join(', ') })
  },
  releases: (run, { packages }) => {
    if (!packages || run.config['output.trainer'] === 'mlperf') return unseen()
    const older = wanted(run).flatMap((name) => {
      const [there, oldest] = [packages[name], oldestTried[name]]
      return there && oldest && compareVersions(there, oldest) < 0 ? [`${name} ${there} < ${oldest}`] : []
    })
    return older.length === 0 ? good() : doubtful({ releases: older.join(', ') })
  },
  login: ({ config }, { hasModel, hasLogin }) => {
    const model = config['model.id']
    return hasModel || hasLogin || !gated.test(model) ? good({ model }) : wrong({ model })
  },
  disk: (_, { room, hasModel }, bytesOfModel = 0) => {
    const need = hasModel ? 0 : bytesOfModel
    if (room === undefined) return unseen()
    const facts = { room: gib(room), need: gib(need) }
    return room > need + 2 ** 30 ? good(facts) : wrong(facts)
  },
  port: ({ config }, { portIsFree }) => {
    const port = config['accelerate.main_process_port'] ?? 29500
    if (portIsFree === undefined) return unseen({ port })
    if (portIsFree) return good({ port })
    // On one machine Accelerate looks for another port by itself.
    return config['hardware.machines'] > 1 ? wrong({ port }) : doubtful({ port })
  },
  gpus: ({ config }, { gpus }) => {
    const each = config['accelerate.use_cpu'] ? 0 : config['hardware.gpus_per_machine']
    const facts = { found: gpus, wanted: each }
    return gpus >= each ? good(facts) : doubtful(facts)
  },
}

export const preflight = (run: Run, machine: Machine, bytesOfModel: number | undefined): readonly Preflight[] =>
  preflightIds.map((id) => ({ id, ...looks[id](run, machine, bytesOfModel) }))
