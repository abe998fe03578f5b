/** A run → the files of another trainer, and what of the run they can't say. */
import { type Answers, applies, extended, type Run, resolve } from './config.ts'
import { accelerate } from './emitters/accelerate.ts'
import { deepspeed } from './emitters/deepspeed.ts'
import { type EmittedFile, type Plan, type Remarks, silent } from './emitters/emitter.ts'
import type { Engine, Job } from './emitters/engines/engine.ts'
import { engines } from './emitters/engines/index.ts'
import { quoted } from './emitters/shell.ts'
import { writesTrainingScript } from './emitters/train.ts'
import { entriesOf } from './emitters/trainers/entries.ts'
import { trainers } from './emitters/trainers/index.ts'
import { commandScript, launchScript } from './emitters/trainers/launch-script.ts'
import { address, port } from './emitters/trainers/launching.ts'
import type { Trainer } from './emitters/trainers/trainer.ts'
import { trainerYaml } from './emitters/trainers/yaml.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fieldKeys, fields } from './fields/index.ts'
import { holds } from './fields/when.ts'
import { inOrder } from './file-set.ts'
import { plan } from './plan.ts'
import { read } from './read.ts'
import { installCommands } from './requirements.ts'
import type { ReadFile } from './rules/file-rule.ts'
import { runOfFiles } from './run-of-files.ts'
import { same } from './session.ts'

/** An option that the files don't say as the run does. */
export interface LostValue {
  readonly key: FieldKey
  readonly value: Value
  /** What the trainer does instead; null where it has no such thing. */
  readonly instead: Value
  /** `export.why-<why>` of the interface. */
  readonly why: string
}

export interface Exported {
  /** Undefined where the run keeps its own script. */
  readonly trainer: Trainer | undefined
  /** The run as it is under this trainer. */
  readonly run: Run
  readonly files: readonly EmittedFile[]
  readonly losses: readonly LostValue[]
}

export const engineById = (id: string): Engine | undefined => engines.find((one) => one.id === id)
export const trainerById = (id: string): Trainer | undefined => trainers.find((one) => one.id === id)

const rentsMachines = ({ config }: Run): boolean => config['accelerate.compute_environment'] === 'AMAZON_SAGEMAKER'

/** The run with the trainer's own script, every other value as it was. */
export function runUnder(trainer: Trainer, run: Run): Run {
  const kept: Answers = {
    'data.assistant_only_loss':
      applies('data.assistant_only_loss', run.config) && run.config['data.assistant_only_loss'],
    ...(run.config['data.dataset'] === null ? {} : { 'data.dataset': run.config['data.dataset'] }),
    // Amazon's machines are rented by Accelerate alone.
    ...(rentsMachines(run) ? { 'accelerate.compute_environment': 'LOCAL_MACHINE' } : {}),
    'output.trainer': 'trl',
    'output.script': 'trl sft',
  }
  const under = extended(run, kept)
  return trainer.under ? extended(under, trainer.under(under)) : under
}

function planOf(trainer: Trainer, run: Run, remarks: Remarks): Plan {
  const text = trainerYaml(entriesOf(trainer, run), remarks.remark('trainer-file', { trainer: trainer.title }), remarks)
  const own: Plan = {
    files: [{ path: trainer.file, text }, ...(trainer.beside?.(run) ?? [])],
    command: trainer.command(run),
    ...(trainer.environment && { environment: trainer.environment(run) }),
  }
  const valueAt = (key: string) => (run.config as Readonly<Record<string, Value>>)[key] ?? null
  const json = holds(deepspeed.appliesWhen, valueAt) ? deepspeed.extend(own, run) : own
  return trainer.accelerate ? accelerate.extend(json, run, remarks) : json
}

/** Not a setting of the run: what the files are for, who writes them, and the names of values that are kept elsewhere. */
const aboutFiles: ReadonlySet<string> = new Set([
  'model.config_file',
  'output.script',
  'output.trainer',
  'output.deepspeed_json',
  'output.target_eval_loss',
  'deepspeed.deepspeed_config_file',
])
/** What `launch.sh` says. */
const inLaunch: ReadonlySet<string> = new Set([
  'hardware.machines',
  'hardware.gpus_per_machine',
  'accelerate.main_process_ip',
  'accelerate.main_process_port',
  'accelerate.machine_rank',
])

/** What the machines have; a trainer finds out by itself. */
const isMachine = (key: string): boolean => key.startsWith('hardware.') && !inLaunch.has(key)

const covers = (keys: readonly string[], key: string): boolean =>
  keys.some((one) => one === key || (one.endsWith('.*') && key.startsWith(one.slice(0, -1))))

const whyOf = (trainer: Trainer, key: FieldKey): string | undefined =>
  trainer.losses.find(({ keys }) => covers(keys, key))?.why

/** The method without the name that its weights say already: LoRA on 4-bit weights is QLoRA. */
const meant = (key: string, value: Value): Value => (key === 'method.name' && value === 'qlora' ? 'lora' : value)
/** A list of modules is the same with and without blanks, and an empty list says nothing. */
function asWritten(value: Value): Value {
  if (Array.isArray(value)) return value.length === 0 ? null : value
  if (typeof value !== 'string') return value
  const text = value.trim()
  return /^[\w.-]+(?:\s*,\s*[\w.-]+)+$/.test(text) ? text.replaceAll(/\s*,\s*/g, ',') : text
}

/** The kinds of files that a reader knows by their names. */
const kinds: Readonly<Record<string, string>> = { 'accelerate.yaml': 'accelerate', 'ds_config.json': 'deepspeed' }

/** The run that the files mean to the trainer. */
export function readBack(trainer: Trainer, files: readonly EmittedFile[]): Run {
  const found = files.flatMap((file): ReadFile[] => {
    const kind = file.path === trainer.file ? trainer.kind : kinds[file.path]
    const reading = kind === undefined ? undefined : read(file.text, kind)
    return reading ? [{ path: file.path, text: file.text, reading, told: true }] : []
  })
  return found.length > 0 ? runOfFiles(inOrder(found)) : resolve({})
}

/** What of a run the files say otherwise or not at all. */
export function lossesOf(trainer: Trainer, run: Run, files: readonly EmittedFile[]): readonly LostValue[] {
  const back = readBack(trainer, files).config as Readonly<Record<string, Value>>
  const config = run.config as Readonly<Record<string, Value>>
  return fieldKeys.flatMap((key): LostValue[] => {
    const field: Field = fields[key]
    if (
      field.home ||
      aboutFiles.has(key) ||
      isMachine(key) ||
      trainer.trusted?.includes(key) ||
      (!trainer.accelerate && inLaunch.has(key)) ||
      !applies(key, run.config)
    )
      return []
    const [value = null, instead = null] = [config[key], back[key]]
    if (same(asWritten(meant(key, value)), asWritten(meant(key, instead)))) return []
    return [{ key, value, instead, why: whyOf(trainer, key) ?? 'no-setting' }]
  })
}

/** The files of a trainer for a run. */
export function exported(
  trainer: Trainer,
  given: Run,
  remarks: Remarks = silent,
): Exported & { readonly trainer: Trainer } {
  const run = runUnder(trainer, given)
  const made = addressed(planOf(trainer, run, remarks), run)
  const files = [...made.files, launchScript(trainer, run, made, remarks)]
  const rented: readonly LostValue[] = rentsMachines(given)
    ? [
        {
          key: 'accelerate.compute_environment',
          value: 'AMAZON_SAGEMAKER',
          instead: 'LOCAL_MACHINE',
          why: 'own-machines',
        },
      ]
    : []
  return { trainer, run, files, losses: [...rented, ...lossesOf(trainer, run, files)] }
}

/** Behind the rank of a machine, the address of the first one, which an engine knows only when the run starts. */
function addressed(made: Plan, run: Run): Plan {
  const command = made.command.flatMap((phrase) =>
    phrase[0] === '--machine_rank'
      ? [phrase, ['--main_process_ip', address(run)], ['--main_process_port', port(run)]]
      : [phrase],
  )
  return { ...made, command }
}

/** The run with its own script, on machines that an engine starts. */
function ownRun(given: Run): Run {
  const starts = given.config['deepspeed.deepspeed_multinode_launcher']
  return extended(given, {
    ...(rentsMachines(given) ? { 'accelerate.compute_environment': 'LOCAL_MACHINE' } : {}),
    ...(starts === 'standard' || starts === 'nossh' ? {} : { 'deepspeed.deepspeed_multinode_launcher': 'standard' }),
  })
}

function ownFiles(given: Run, remarks: Remarks): { readonly run: Run; readonly plan: Plan } {
  const run = ownRun(given)
  const made = addressed(plan(run, remarks), run)
  const files = made.files.map((file) =>
    file.path === 'launch.sh' ? commandScript(made, [remarks.remark('launch-file')]) : file,
  )
  return { run, plan: { ...made, files } }
}

/** What lets a script continue, where it can. */
function resumeOf(trainer: Trainer | undefined, run: Run): readonly string[] {
  if (trainer) return trainer.resume ?? []
  return writesTrainingScript(run) ? ['--resume_from_checkpoint', 'last'] : []
}

/** A run, with its own script or as another trainer's, and the files of the engine that starts it. */
export function exportedOn(
  engine: Engine,
  trainer: Trainer | undefined,
  given: Run,
  settings: ReadonlyMap<string, string>,
  remarks: Remarks = silent,
): Exported {
  const base = trainer ? exported(trainer, ownRun(given), remarks) : undefined
  const own = base ? undefined : ownFiles(given, remarks)
  const run = base?.run ?? (own as { run: Run }).run
  const made: Plan = { files: base?.files ?? own?.plan.files ?? [], command: own?.plan.command ?? [] }
  const job: Job = {
    run,
    plan: made,
    resume: resumeOf(trainer, run),
    settings,
    install: trainer ? [`pip install ${trainer.packages(run).map(quoted).join(' ')}`] : installCommands(run),
  }
  return { trainer, run, files: [...made.files, ...engine.files(job, remarks)], losses: base?.losses ?? [] }
}
