/** The Accelerate file, and `accelerate launch` in front of the command. */
import type { Run } from '../config.ts'
import type { Field, Value } from '../fields/field.ts'
import { type FieldKey, fieldAt } from '../fields/index.ts'
import { writeScalar } from '../python/yaml/scalar.ts'
import { accelerate as at } from '../source.ts'
import { refusedBesideJson, refusedBesideJsonAtTop } from '../tools/accelerate/quirks.ts'
import { emitter, type Phrase, type Remarks } from './emitter.ts'
import { type Named, named } from './named.ts'

/** One line of the file: an option, where it stands and what it says. */
export interface Entry {
  readonly key: FieldKey
  /** `section.key`, or the key alone at the top level. */
  readonly path: string
  readonly value: Value
  readonly field: Field
}

/** What a reader of the file looks for first. */
const first: readonly string[] = [
  'compute_environment',
  'distributed_type',
  'mixed_precision',
  'num_machines',
  'num_processes',
  'machine_rank',
  'main_process_ip',
  'main_process_port',
]

/** The options that Accelerate refuses beside a `deepspeed_config_file`. */
const refused: ReadonlySet<string> = new Set([
  ...refusedBesideJsonAtTop.map((name) => `accelerate.${name}`),
  ...refusedBesideJson.map((name) => `deepspeed.${name}`),
])

/** Whether DeepSpeed is described in a JSON file instead of inline. */
export const usesJson = ({ config }: Run): boolean =>
  config['accelerate.distributed_type'] === 'DEEPSPEED' && config['deepspeed.deepspeed_config_file'] !== null

/** Whether a key of the DeepSpeed section says nothing, or stops the launch, where a JSON takes the section's place. */
export const replacedByJson = (key: FieldKey): boolean => refused.has(key)

/** The two values that the Trainer and DeepSpeed must agree on, and the option that says how they stand in the DeepSpeed section. */
const sharedWithDeepspeed = {
  'deepspeed.gradient_accumulation_steps': 'output.deepspeed_gradient_accumulation_steps',
  'deepspeed.gradient_clipping': 'output.deepspeed_gradient_clipping',
} as const
const isShared = (key: FieldKey): key is keyof typeof sharedWithDeepspeed => Object.hasOwn(sharedWithDeepspeed, key)

/** A rank that somebody gave stays in the file of a single machine too, where Accelerate's own questions write a 0. */
function rankOfOne({ answers, config }: Run): readonly Named[] {
  const key = 'accelerate.machine_rank'
  if (answers[key] === undefined || config['hardware.machines'] > 1) return []
  return [{ key, field: fieldAt(key) as Field, name: 'machine_rank', value: config[key] }]
}

/** Keys that a SageMaker file shares with one for a machine of one's own; it knows no others (config_args.py, SageMakerConfig). */
const sharedWithSagemaker = /^(?:compute_environment|mixed_precision|use_cpu|debug|dynamo_config\..*)$/

/** What belongs in the file of the environment that the run is for. */
function ofEnvironment(run: Run, found: readonly Named[]): readonly Named[] {
  if (run.config['accelerate.compute_environment'] !== 'AMAZON_SAGEMAKER') return found
  const own = new Set(found.filter(({ key }) => key.startsWith('sagemaker.')).map(({ name }) => name))
  return found.filter(
    ({ key, name }) =>
      key.startsWith('sagemaker.') || sharedWithSagemaker.test(name) || (name === 'distributed_type' && !own.has(name)),
  )
}

/** The lines of the file, in the order they are written. */
export function entries(run: Run): readonly Entry[] {
  const json = usesJson(run)
  const rank = ({ path }: Entry) => (path.includes('.') ? 1000 : first.includes(path) ? first.indexOf(path) : 100)
  return ofEnvironment(run, [...named('accelerate', run), ...rankOfOne(run)])
    .filter(({ key }) => !(json && replacedByJson(key)))
    .flatMap(({ key, name: path, value, field }): Entry[] => {
      const way = isShared(key) ? run.config[sharedWithDeepspeed[key]] : 'value'
      return way === 'absent' ? [] : [{ key, path, value: way === 'auto' ? 'auto' : value, field }]
    })
    .map((entry, place) => ({ entry, place }))
    .sort((a, b) => rank(a.entry) - rank(b.entry) || a.place - b.place)
    .map(({ entry }) => entry)
}

/** A value as PyYAML reads it back: the same value, of the same type. */
function written(value: Value, field: Field): string {
  if (Array.isArray(value))
    return `[${value.map((item) => (/^(true|false)$/.test(item) ? item : writeScalar(item, 'flow'))).join(', ')}]`
  if (typeof value === 'number' && field.kind === 'number' && Number.isInteger(value) && Math.abs(value) < 1e16)
    return `${value}.0`
  return writeScalar(value as string | number | boolean | null)
}

function yaml(run: Run, remarks: Remarks): string {
  const lines: string[] = []
  const comment = (text: string | undefined, indent = '') => {
    if (text) lines.push(`${indent}# ${text}`)
  }
  comment(remarks.remark('accelerate-file'))
  let section = ''
  for (const { key, path, value, field } of entries(run)) {
    const [head, tail] = path.split(/\.(.*)/) as [string, string?]
    if (tail && head !== section) {
      section = head
      lines.push(`${head}:`)
    }
    const indent = tail ? '  ' : ''
    comment(remarks.summary(key), indent)
    if (field.honoured === false) comment(remarks.remark('ignored-by-launcher'), indent)
    lines.push(`${indent}${tail ?? head}: ${written(value, field)}`)
  }
  return `${lines.join('\n')}\n`
}

/** Flags for what the launcher does not take from the file. A store-true flag carries no value. */
function flags(run: Run): readonly Phrase[] {
  const { config } = run
  // Beside a JSON the file may not name a precision. The JSON says bf16 and fp16 itself; fp8 it cannot say.
  const fp8: Phrase[] =
    usesJson(run) && config['accelerate.mixed_precision'] === 'fp8' ? [['--mixed_precision', 'fp8']] : []
  const given = named('launch', run).flatMap(({ key, field, name, value }): Phrase[] => {
    if (field.honoured !== false || key.startsWith('fp8.')) return []
    if ((key === 'accelerate.rdzv_backend' || key === 'accelerate.same_network') && config['hardware.machines'] === 1)
      return []
    if (typeof value === 'boolean') return value ? [[`--${name}`]] : []
    if (key === 'accelerate.downcast_bf16') return value === 'yes' ? [[`--${name}`]] : []
    if (key.endsWith('_nvme_path')) return []
    return [[`--${name}`, String(value)]]
  })
  return [...fp8, ...given]
}

/** Every machine starts the same command with its own rank, except where one machine starts the others. */
function rank({ config }: Run): readonly Phrase[] {
  if (config['hardware.machines'] === 1) return []
  const launcher = config['deepspeed.deepspeed_multinode_launcher']
  const startsOthers =
    config['accelerate.distributed_type'] === 'DEEPSPEED' && launcher !== 'standard' && launcher !== 'nossh'
  if (startsOthers) return []
  return [['--machine_rank', { variable: 'MACHINE_RANK', otherwise: String(config['accelerate.machine_rank']) }]]
}

export const accelerate = emitter({
  id: 'accelerate',
  sources: [at('src/accelerate/commands/config/config_args.py:77'), at('src/accelerate/commands/launch.py:1266')],
  extend: (plan, run, remarks) => ({
    files: [{ path: 'accelerate.yaml', text: yaml(run, remarks) }, ...plan.files],
    command: [
      ['accelerate', 'launch'],
      ['--config_file', 'accelerate.yaml'],
      ...rank(run),
      ...flags(run),
      ...plan.command,
    ],
  }),
})
