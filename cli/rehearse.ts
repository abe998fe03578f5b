/** A rehearsal: the launch script of a run, on a small model of the same architecture and the first rows, in a folder of its own. */
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { readModelConfig } from '../shared/catalog/model-config.ts'
import { configById } from '../shared/catalog/models.ts'
import type { Run } from '../shared/config.ts'
import { quoted } from '../shared/emitters/shell.ts'
import { writesTrainingScript } from '../shared/emitters/train.ts'
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
  /** The Accelerate and DeepSpeed files of the run, as the launch script names them. */
  readonly files: readonly {
    /** From the folder of the launch script. */
    readonly path: string
    /** Absolute. */
    readonly place: string
    readonly kind: 'accelerate' | 'deepspeed'
  }[]
  /** Ends what is being run. */
  readonly signal: AbortSignal
}

export interface Prepared {
  readonly changes: readonly { readonly what: string; readonly original: unknown; readonly rehearsal: unknown }[]
  /** Why there is no small model. */
  readonly problem?: 'model' | 'prepare'
  readonly detail?: string
  readonly data?: { readonly kind?: string; readonly count?: number }
  readonly data_problem?: string
  /** Conversations for a tokenizer without a chat template. */
  readonly lacks_template?: boolean
  readonly parameters?: number
  readonly attention?: string
  /** A port that is free. */
  readonly port?: number
}

export interface Rehearsal {
  readonly prepared: Prepared
  readonly overrides: readonly Override[]
  readonly proofs: readonly Proof[]
  /** Whether a launch was stopped because it took too long. */
  readonly late: boolean
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
  { scratch, python, patience, gpus, signal }: Place,
  variables: Readonly<Record<string, string>>,
  program: readonly string[],
) => {
  const set = Object.entries({
    PATH: `${join(scratch, 'bin')}:${dirname(python)}:${host.environment.PATH ?? ''}`,
    HF_HUB_OFFLINE: '1',
    HF_DATASETS_OFFLINE: '1',
    WANDB_MODE: 'offline',
    // A lock that a killed build left in the shared folder would stop the next one without a message.
    TORCH_EXTENSIONS_DIR: join(scratch, 'extensions'),
    OMP_NUM_THREADS: '1',
    TOKENIZERS_PARALLELISM: 'false',
    LORA_WIZARD_EVIDENCE: join(scratch, 'evidence'),
    TRANSFORMERS_VERBOSITY: 'error',
    ...(gpus === 0 ? { CUDA_VISIBLE_DEVICES: '' } : {}),
    ...variables,
  }).map(([name, value]) => `${name}=${value}`)
  const script = 'cd "$1" && shift && exec env "$@"'
  return host.run('bash', ['-c', script, 'bash', scratch, ...set, ...program], patience, signal)
}

const lastJson = <T>(output: string): T | undefined => {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as T
  } catch {
    return undefined
  }
}

/** Where a rehearsal keeps what the launch script calls by a name: under the same name where that is inside its own folder. */
const nameInside = (name: string, otherwise: string): string =>
  isAbsolute(name) || name.startsWith('~') || name.split('/').includes('..') ? otherwise : name

/** What launch scripts and files call a file → what its copy is called. */
const copiesOf = (files: Place['files']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    files.flatMap(({ path, place }) => [path, place].map((name) => [name, nameInside(path, basename(path))])),
  )

/** What the copies are called. */
function copies({ config }: Run): { readonly model: string; readonly rows: string } {
  const data = config['data.dataset'] ?? 'rows.jsonl'
  return {
    model: nameInside(config['model.id'], 'small-model'),
    rows: nameInside(data, join('rows', basename(data))),
  }
}

/** The launch script as it is, but for a module's name and for arguments it does not pass on. */
function launchScript(text: string, overrides: Override[]): string {
  let copy = text.replace(/-m trl\.scripts\.sft\b/, 'trl_sft.py')
  if (!/"?\$[@*]"?/.test(copy)) {
    overrides.push({ what: 'launch.sh', original: 'no "$@"', rehearsal: '"$@" at the end' })
    copy = `${copy.trimEnd()} "$@"\n`
  }
  return copy
}

/** Arguments for what has another name in a rehearsal, if the launch script has the argument at all. */
function argumentsFor({ config }: Run, launch: string, output: string): readonly string[] {
  const { model, rows } = copies({ config, answers: {} })
  const given = (name: string, value: string) => (launch.includes(`--${name}`) ? [`--${name}`, value] : [])
  return [
    ...(model === config['model.id'] ? [] : given('model_name_or_path', model)),
    ...(rows === config['data.dataset'] ? [] : given('dataset_name', rows)),
    ...given('output_dir', output),
  ]
}

/** A script of the same name that runs the user's own under observation. */
const observed = (rehearse: string, script: string) => `import runpy, sys
sys.argv = [${JSON.stringify(rehearse)}, ${JSON.stringify(script)}, *sys.argv[1:]]
runpy.run_path(${JSON.stringify(rehearse)}, run_name='__main__')
`

/** A launcher of the same name, in front of the others on PATH. */
const standIn = (python: string, library: string, name: string) => `#!/bin/sh
exec ${quoted(python)} ${quoted(join(library, 'launcher.py'))} ${name} "$@"
`

/** Everything that the launch needs, in the folder of the rehearsal. */
function furnish(host: Host, run: Run, { folder, scratch, python }: Place, overrides: Override[]): void {
  const library = join(scratch, 'lib')
  for (const [name, text] of Object.entries(rehearsalScripts)) put(host, join(library, name), text)
  for (const name of ['accelerate', 'torchrun'])
    put(host, join(scratch, 'bin', name), standIn(python, library, name), 0o755)
  host.files.makeFolder(join(scratch, 'evidence'))
  const named = run.config['output.script'] ?? 'train.py'
  const module = named === 'trl sft'
  const own = module ? named : resolve(folder, named)
  const copy = module ? 'trl_sft.py' : nameInside(named, '')
  if (copy !== '') put(host, join(scratch, copy), observed(join(library, 'rehearse.py'), own))
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
  const names = copies(run)
  const request = {
    model: isThere(model) ? model : config['model.id'],
    model_folder: names.model,
    known_config: configById(config['model.id']),
    data: isThere(near) ? near : data,
    data_is_here: isThere(near),
    rows: names.rows,
    own_script: (config['output.script'] ?? 'train.py') !== 'train.py' || !writesTrainingScript(run),
    folder: scratch,
    attention: arranged.overrides.some(({ what }) => what === 'attn_implementation')
      ? 'sdpa'
      : config['training.attn_implementation'],
    copies: copiesOf(place.files),
    files: Object.fromEntries(
      place.files.map(({ path, place, kind }) => [nameInside(path, basename(path)), [place, kind]]),
    ),
    accelerate: arranged.accelerate,
    deepspeed: arranged.deepspeed,
  }
  put(host, join(scratch, 'request.json'), JSON.stringify(request))
  // What Datasets makes of local files belongs to the rehearsal; what is in the cache of the Hub is only read.
  const cache: Readonly<Record<string, string>> = isThere(near) ? { HF_DATASETS_CACHE: join(scratch, 'cache') } : {}
  const done = await inFolder(host, place, cache, [python, join('lib', 'prepare.py'), 'request.json'])
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
  const text = textOf(host, join(scratch, copies(run).model, 'config.json'))
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

/** The launcher's own report of a failed process: it comes after the error itself, and only repeats the command. */
const launchersReport = /^Traceback[^\n]*\n(?:[ \t][^\n]*\n)*[^\n]*(?:CalledProcessError|ChildFailedError)[\s\S]*$/m
const noise = /WANDB offline|Warning:|warnings\.warn|it\/s\]|s\/it\]|^\[?[EWI]\d{4}|^\*+$|examples\/s/

const tailOf = ({ output, errors }: { readonly output: string; readonly errors: string }): string =>
  `${output}\n${errors.replace(launchersReport, '')}`
    .split('\n')
    .map((line) => (line.split('\r').at(-1) ?? '').replace(/^\[rank\d+\]: ?/, '').trimEnd())
    .filter((line, place, all) => line !== all[place - 1])
    .filter((line) => line.trim() !== '' && !noise.test(line))
    .slice(-12)
    .join('\n')

type Ended = Awaited<ReturnType<Host['run']>>
interface Launches {
  readonly whole: Ended
  readonly evidence: Evidence
  readonly resumed: Ended | null
  readonly evidenceOfResumed: Evidence
}

/** The unbroken run, then the resumed one. */
async function launches(
  host: Host,
  run: Run,
  place: Place,
  arranged: Arrangement,
  prepared: Prepared,
  tell: (step: string) => void,
): Promise<Launches> {
  const { scratch } = place
  const { port, attention = 'sdpa' } = prepared
  const text = textOf(host, join(scratch, 'launch.sh')) ?? ''
  const files = copiesOf(place.files)
  const launch = (output: string, more: readonly string[] = []) =>
    inFolder(
      host,
      place,
      {
        ...arranged.environment,
        HF_DATASETS_CACHE: join(scratch, 'cache'),
        LORA_WIZARD_SETTINGS: JSON.stringify(arranged.settings),
        LORA_WIZARD_LAUNCH: JSON.stringify({ most: arranged.most, port, files, log: join(scratch, 'launch.jsonl') }),
        LORA_WIZARD_OUTPUT: output,
        LORA_WIZARD_ATTENTION: attention,
      },
      ['bash', 'launch.sh', ...argumentsFor(run, text, output), ...more],
    )
  tell('running')
  const whole = await launch('whole')
  const evidence = evidenceIn(host, join(scratch, 'evidence'))
  if (whole.code !== 0) return { whole, evidence, resumed: null, evidenceOfResumed: [] }
  tell('resuming')
  host.files.rename(join(scratch, 'evidence'), join(scratch, 'evidence-whole'))
  host.files.makeFolder(join(scratch, 'evidence'))
  const resumed = await launch('resumed', ['--resume_from_checkpoint', join('whole', `checkpoint-${checkpointAt}`)])
  return { whole, evidence, resumed, evidenceOfResumed: evidenceIn(host, join(scratch, 'evidence')) }
}

const asOverrides = (changes: Prepared['changes']): readonly Override[] =>
  changes.map(({ what, original, rehearsal }) => ({
    what,
    original: String(original),
    rehearsal: String(rehearsal),
  }))

/** What the launchers changed, once for both runs. */
function changedByLauncher(host: Host, scratch: string): readonly Override[] {
  const lines = new Set((textOf(host, join(scratch, 'launch.jsonl')) ?? '').split('\n').filter(Boolean))
  return asOverrides([...lines].flatMap((line) => lastJson<Prepared['changes'][number]>(line) ?? []))
}

/** Prepares, launches, resumes, loads again; `tell` hears what is being done. */
export async function rehearse(host: Host, run: Run, place: Place, tell: (step: string) => void): Promise<Rehearsal> {
  const { scratch } = place
  const arranged = arrangement(run, place.gpus)
  const overrides = [...arranged.overrides]
  furnish(host, run, place, overrides)
  tell('preparing')
  const prepared = await prepare(host, run, place, arranged)
  overrides.push(...asOverrides(prepared.changes))
  const nothing = { prepared, overrides, proofs: [], late: false }
  if (prepared.problem !== undefined) return { ...nothing, said: prepared.detail ?? '' }
  if (prepared.data_problem !== undefined) return { ...nothing, said: '' }
  const { whole, evidence, resumed, evidenceOfResumed } = await launches(host, run, place, arranged, prepared, tell)
  tell('loading')
  const reload =
    whole.code === 0
      ? await inFolder(host, place, {}, [place.python, join('lib', 'reload.py'), copies(run).model, 'whole'])
      : undefined
  const [before, after] = ['whole', 'resumed'].map((name) => weightsIn(host, join(scratch, name)))
  return {
    prepared,
    overrides: [...overrides, ...changedByLauncher(host, scratch)],
    late: whole.code === null || resumed?.code === null,
    said: whole.code !== 0 ? tailOf(whole) : resumed && resumed.code !== 0 ? tailOf(resumed) : '',
    proofs: proofs({
      run,
      processes: arranged.processes,
      changed: Object.keys(arranged.settings),
      onCpu: place.gpus === 0,
      kind: prepared.data?.kind,
      ended: { whole: whole.code === 0, resumed: resumed && resumed.code === 0 },
      whole: evidence,
      resumed: evidenceOfResumed,
      reloaded: reload && lastJson<Reloaded>(reload.output),
      trainable: predicted(host, run, place),
      sameAdapter: before && after ? Buffer.compare(before, after) === 0 : undefined,
    }),
  }
}
