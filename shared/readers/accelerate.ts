/** The file that `accelerate config` writes and `accelerate launch` reads: YAML, or JSON under a name that ends so. */
import { type Answers, applies, extended, resolve } from '../config.ts'
import type { Cases, Field, Value } from '../fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../fields/index.ts'
import { holds } from '../fields/when.ts'
import { readJson } from '../python/json.ts'
import { truthOf } from '../python/values.ts'
import { readYaml } from '../python/yaml/document.ts'
import { reader } from './reader.ts'
import { looksLikeJson, scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

const local = namesOf('accelerate', (key) => !key.startsWith('sagemaker.'))
const sagemaker = new Map([...local, ...namesOf('accelerate', (key) => key.startsWith('sagemaker.'))])

/** Accelerate 1.15.0 takes a number for the strategy, as PyTorch does (utils/constants.py, FSDP_SHARDING_STRATEGY). */
const strategies = ['FULL_SHARD', 'SHARD_GRAD_OP', 'NO_SHARD', 'HYBRID_SHARD', 'HYBRID_SHARD_ZERO2']

/** How the two values that the Trainer shares with DeepSpeed stand in the file. */
const shared: Readonly<Record<string, FieldKey>> = {
  'deepspeed_config.gradient_clipping': 'output.deepspeed_gradient_clipping',
  'deepspeed_config.gradient_accumulation_steps': 'output.deepspeed_gradient_accumulation_steps',
}

function special(
  path: string,
  value: Value | undefined,
  root: ReadonlyMap<string, Value | undefined>,
  at: (...path: readonly string[]) => Value | undefined,
): Meaning | undefined {
  if (Object.hasOwn(shared, path) && value === 'auto') return { answers: [[shared[path]!, 'auto']] }
  switch (path) {
    case 'deepspeed_config.deepspeed_config_file':
      return { reference: 'deepspeed' }
    case 'deepspeed_config.deepspeed_hostfile':
    case 'mpirun_config.mpirun_hostfile':
      return { reference: 'host-file' }
    case 'fsdp_config.fsdp_sharding_strategy': {
      const strategy = strategies[Number(value) - 1]
      return typeof value !== 'boolean' && strategy
        ? { answers: [['fsdp.fsdp_sharding_strategy', strategy]] }
        : undefined
    }
    case 'fsdp_config.fsdp_reshard_after_forward':
      // FSDP1 takes the name of a strategy here, and never looks at it: the launcher always sets the other key.
      return typeof value === 'string' &&
        strategies.includes(value.toUpperCase()) &&
        Number(at('fsdp_config', 'fsdp_version') ?? 1) === 1
        ? 'understood'
        : undefined
    case 'fsdp_config.fsdp_sync_module_states':
      // A text is true to the launcher, whatever it says; its workers read what it says. No option can be both.
      return typeof value === 'string' && truthOf(value) === false ? 'understood' : undefined
    case 'downcast_bf16':
      // Written in quotes by `accelerate config`; without them YAML 1.1 makes a truth value of it, which means the same.
      return typeof value === 'boolean' ? { answers: [['accelerate.downcast_bf16', value ? 'yes' : 'no']] } : undefined
    case 'fp16':
      // The spelling of 2022: it counts where there is no `mixed_precision` (config_args.py, process_config).
      return value === true && !root.has('mixed_precision')
        ? {
            answers: [
              ['accelerate.fp16', true],
              ['accelerate.mixed_precision', 'fp16'],
            ],
          }
        : undefined
    case 'additional_args':
      // A mapping for SageMaker's estimator: kept where it stands, and nothing an option can hold.
      return value === undefined ? 'understood' : undefined
    default:
      return undefined
  }
}

/** Everything in a section becomes an environment variable, so that a text means what it spells. At the top level Python keeps the type. */
const loose = (path: string): boolean => path.includes('.') || path === 'main_process_port'

const isCases = (value: unknown): value is Cases<Value> =>
  typeof value === 'object' && value !== null && 'cases' in value

const withMeaningfulSilence = fieldKeys.filter((key) => (fields[key] as Field).absent !== undefined)

/** What Accelerate takes for the keys that a file does not hold. */
export function impliedByAccelerate(answers: Answers, said: ReadonlySet<string>): Answers {
  const implied: Record<string, Value> = {}
  if (!said.has('num_processes') && answers['accelerate.distributed_type'] === 'NO') {
    implied['hardware.gpus_per_machine'] = 1
  }
  let run = resolve({ ...implied, ...answers } as Answers)
  for (const key of withMeaningfulSilence) {
    const { absent, written, appliesWhen } = fields[key] as Field
    // What is written only when somebody gave it stays away when the file is written again: silence is kept as silence.
    if (absent === undefined || written === 'given' || answers[key] !== undefined) continue
    // Nobody knows what is silent about a strategy that was not understood.
    if (appliesWhen && answers['accelerate.distributed_type'] === undefined) continue
    if (!applies(key, run.config)) continue
    const inBoth = Object.keys(shared).find((name) => shared[name] === key)
    // Beside a JSON the section may not say it; what its silence means, the JSON says.
    if (inBoth !== undefined && said.has('deepspeed_config.deepspeed_config_file')) continue
    const path = inBoth ?? (fields[key] as Field).emits?.accelerate
    if (path !== undefined && said.has(path)) continue
    const config: Readonly<Record<string, Value>> = run.config
    const valueAt = (other: string) => config[other] ?? null
    const value = isCases(absent)
      ? (absent.cases.find((one) => holds(one.when, valueAt))?.value ?? (absent.otherwise as Value))
      : (absent as Value)
    implied[key] = value
    run = extended(run, { [key]: value })
  }
  return implied as Answers
}

export const accelerate = reader({
  id: 'accelerate',
  recognise: scored({
    compute_environment: 4,
    distributed_type: 4,
    deepspeed_config: 4,
    fsdp_config: 3,
    num_processes: 2,
    num_machines: 2,
    machine_rank: 2,
    mixed_precision: 2,
    main_training_function: 2,
    rdzv_backend: 2,
    main_process_port: 2,
    use_cpu: 1,
    same_network: 1,
    megatron_lm_config: 3,
    parallelism_config: 3,
    dynamo_config: 2,
    ec2_instance_type: 3,
  }),
  read: (text) => {
    const json = looksLikeJson(text)
    const document = json ? readJson(text) : readYaml(text)
    const environment =
      document.root?.kind === 'mapping' ? document.root.entries.get('compute_environment')?.value : undefined
    const cloud = environment?.kind === 'scalar' && environment.text === 'AMAZON_SAGEMAKER'
    return readTree(document, {
      kind: 'accelerate',
      language: json ? 'json' : 'yaml',
      names: cloud ? sagemaker : local,
      special,
      loose,
      implied: impliedByAccelerate,
    })
  },
})
