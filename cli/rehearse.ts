/** A rehearsal: the launch script of a run, on a small model of the same architecture and the first rows, in a folder of its own. */
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { readModelConfig } from '../shared/catalog/model-config.ts'
import { configById } from '../shared/catalog/models.ts'
import type { Run } from '../shared/config.ts'
import { workloadOf } from '../shared/estimate/from-run.ts'
import { trainableParameters } from '../shared/estimate/trainables.ts'
import { type Arrangement, arrangement, checkpointAt, type Override } from '../shared/rehearsal/overrides.ts'
import { rehearsalScripts } from '../shared/rehearsal/scripts.ts'
import { type Event, type Evidence, type Proof, proofs, type Reloaded } from '../shared/rehearsal/verdicts.ts'
import type { Host } from './host.ts'

export interface Place {
  /** The folder of the user's launch script, absolute. */
  readonly folder: string
  /** The folder of the rehearsal, absolute. */
  readonly scratch: string
  readonly python: string
  readonly gpus: number
  /** Milliseconds that one launch may take. */
  readonly patience: number
}

export interface Prepared {
  readonly changes: readonly { readonly what: string; readonly original: unknown; readonly rehearsal: unknown }[]
  readonly problem?: string
  readonly detail?: string
  readonly data?: { readonly kind: string; readonly count?: number }
  readonly data_problem?: string
  readonly parameters?: number
}

export interface Rehearsal {
  readonly prepared: Prepared
  readonly overrides: readonly Override[]
  readonly proofs: readonly Proof[]
  /** The end of what the launch said, where it failed. */
  readonly said: string
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const put = (host: Host, path: string, text: string, mode = 0o644) => {
  host.files.makeFolder(dirname(path))
  host.files.create(path, encoder.encode(text), mode)
}
const textOf = (host: Host, path: string): string | undefined =>
  host.files.status(path)?.kind === 'file' ? decoder.decode(host.files.read(path)) : undefined

/** A program in a folder, with variables set, by way of a shell, which is what starts a launch script anyway. */
const inFolder = (
  host: Host,
  { scratch, python, patience }: Place,
  variables: Readonly<Record<string, string>>,
  program: readonly string[],
) => {
  const set = Object.entries({
    PATH: `${dirname(python)}:${host.environment.PATH ?? ''}`,
    HF_HUB_OFFLINE: '1',
    OMP_NUM_THREADS: '1',
    TOKENIZERS_PARALLELISM: 'false',
    LORA_WIZARD_EVIDENCE: join(scratch, 'evidence'),
    TRANSFORMERS_VERBOSITY: 'error',
    ...variables,
  }).map(([name, value]) => `${name}=${value}`)
  const script = 'cd "$1" && shift && exec env "$@"'
  return host.run('bash', ['-c', script, 'bash', scratch, ...set, ...program], patience)
}

const lastJson = <T>(output: string): T | undefined => {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as T
  } catch {
    return undefined
  }
}

/** The launch script as it is, but for the script's own name where a module is started, and for arguments it does not pass on. */
function launchScript(text: string, overrides: Override[]): string {
  let copy = text
  if (copy.includes('-m trl.scripts.sft')) copy = copy.replace('-m trl.scripts.sft', 'trl_sft.py')
  if (!/"?\$@"?/.test(copy)) {
    overrides.push({ what: 'launch.sh', original: 'no "$@"', rehearsal: '"$@" at the end' })
    copy = `${copy.trimEnd()} "$@"\n`
  }
  return copy
}

/** A script of the same name that runs the user's own under observation. */
const observed = (rehearse: string, script: string) => `import runpy, sys
sys.argv = ['rehearse.py', ${JSON.stringify(script)}, *sys.argv[1:]]
runpy.run_path(${JSON.stringify(rehearse)}, run_name='__main__')
`

/** Everything that the launch needs, in the folder of the rehearsal. */
function furnish(host: Host, run: Run, { folder, scratch }: Place, overrides: Override[]): void {
  for (const [name, text] of Object.entries(rehearsalScripts)) put(host, join(scratch, 'lib', name), text)
  host.files.makeFolder(join(scratch, 'evidence'))
  const named = run.config['output.script'] ?? 'train.py'
  const module = named === 'trl sft'
  const own = module ? named : resolve(folder, named)
  const copy = module ? 'trl_sft.py' : isAbsolute(named) ? undefined : named
  if (copy) put(host, join(scratch, copy), observed(join(scratch, 'lib', 'rehearse.py'), own))
  const launch = textOf(host, join(folder, 'launch.sh')) ?? ''
  put(host, join(scratch, 'launch.sh'), launchScript(launch, overrides), 0o755)
}

async function prepare(host: Host, run: Run, place: Place, arranged: Arrangement): Promise<Prepared> {
  const { folder, scratch, python } = place
  const { config } = run
  const data = config['data.dataset']
  const near = data === null ? undefined : resolve(folder, data)
  const model = resolve(folder, config['model.id'])
  const isThere = (path: string | undefined) => path !== undefined && host.files.status(path) !== undefined
  const files = Object.fromEntries(
    ['accelerate.yaml', 'ds_config.json']
      .map((name) => [name, join(folder, name)] as const)
      .filter(([, path]) => isThere(path)),
  )
  const request = {
    model: isThere(model) ? model : config['model.id'],
    known_config: configById(config['model.id']),
    data: isThere(near) ? near : data,
    folder: scratch,
    attention: arranged.arguments.includes('--attn_implementation') ? 'sdpa' : config['training.attn_implementation'],
    files,
    accelerate_file: 'accelerate.yaml',
    accelerate: arranged.accelerate,
    deepspeed: {
      gradient_accumulation_steps: Math.min(2, config['training.gradient_accumulation_steps']),
      train_micro_batch_size_per_gpu: Math.min(2, config['training.per_device_train_batch_size']),
    },
  }
  put(host, join(scratch, 'request.json'), JSON.stringify(request))
  const done = await inFolder(host, place, {}, [python, join('lib', 'prepare.py'), 'request.json'])
  const prepared = lastJson<Prepared>(done.output)
  if (prepared) return prepared
  return { changes: [], problem: 'prepare', detail: done.errors.trim().split('\n').at(-1) ?? '' }
}

/** What every process wrote, by rank; a line that is cut off is left out. */
function evidenceIn(host: Host, folder: string): Evidence {
  if (!host.files.status(folder)) return []
  return [...host.files.list(folder)].sort().map((name) =>
    (textOf(host, join(folder, name)) ?? '').split('\n').flatMap((line): Event[] => {
      const event = line === '' ? undefined : lastJson<Event>(line)
      return event ? [event] : []
    }),
  )
}

function predicted(host: Host, run: Run, { scratch }: Place): number | undefined {
  if (run.config['method.name'] === 'dora') return undefined
  const text = textOf(host, join(scratch, 'model', 'config.json'))
  const { model } = text === undefined ? { model: undefined } : readModelConfig(text, 'model')
  if (!model) return undefined
  const found = workloadOf(run, model)
  return 'workload' in found ? trainableParameters(found.workload) : undefined
}

/** Where the adapter or the model of an output folder is, as bytes. */
const weightsIn = (host: Host, folder: string): Uint8Array | undefined => {
  const name = ['adapter_model.safetensors', 'model.safetensors'].find((one) => host.files.status(join(folder, one)))
  return name === undefined ? undefined : host.files.read(join(folder, name))
}

const tailOf = ({ output, errors }: { readonly output: string; readonly errors: string }): string =>
  `${output}\n${errors}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !/Warning|it\/s\]|warnings\.warn/.test(line))
    .slice(-12)
    .join('\n')

/** Prepares, launches, resumes, loads again; `tell` hears what is being done. */
export async function rehearse(host: Host, run: Run, place: Place, tell: (step: string) => void): Promise<Rehearsal> {
  const arranged = arrangement(run, place.gpus)
  const overrides = [...arranged.overrides]
  furnish(host, run, place, overrides)
  tell('preparing')
  const prepared = await prepare(host, run, place, arranged)
  const all = [
    ...overrides,
    ...prepared.changes.map(({ what, original, rehearsal }) => ({
      what,
      original: String(original),
      rehearsal: String(rehearsal),
    })),
  ]
  if (prepared.problem !== undefined) return { prepared, overrides: all, proofs: [], said: prepared.detail ?? '' }
  const { scratch } = place
  const launch = (output: string, more: readonly string[] = []) =>
    inFolder(host, place, arranged.environment, [
      'bash',
      'launch.sh',
      ...arranged.arguments,
      '--output_dir',
      output,
      ...more,
    ])
  tell('running')
  const whole = await launch('whole')
  const evidence = evidenceIn(host, join(scratch, 'evidence'))
  let resumed: Awaited<ReturnType<typeof launch>> | null = null
  if (whole.code === 0) {
    tell('resuming')
    host.files.rename(join(scratch, 'evidence'), join(scratch, 'evidence-whole'))
    host.files.makeFolder(join(scratch, 'evidence'))
    resumed = await launch('resumed', ['--resume_from_checkpoint', join('whole', `checkpoint-${checkpointAt}`)])
  }
  tell('loading')
  const reload =
    whole.code === 0
      ? await inFolder(host, place, {}, [place.python, join('lib', 'reload.py'), 'model', 'whole'])
      : undefined
  const [before, after] = ['whole', 'resumed'].map((name) => weightsIn(host, join(scratch, name)))
  return {
    prepared,
    overrides: all,
    said: whole.code !== 0 ? tailOf(whole) : resumed && resumed.code !== 0 ? tailOf(resumed) : '',
    proofs: proofs({
      run,
      processes: arranged.processes,
      onCpu: place.gpus === 0,
      ended: { whole: whole.code === 0, resumed: resumed && resumed.code === 0 },
      whole: evidence,
      resumed: resumed ? evidenceIn(host, join(scratch, 'evidence')) : [],
      reloaded: reload && lastJson<Reloaded>(reload.output),
      trainable: predicted(host, run, place),
      sameAdapter: before && after ? Buffer.compare(before, after) === 0 : undefined,
    }),
  }
}
