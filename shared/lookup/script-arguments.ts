/** Arguments of the training script, whichever file of the run gives them. */

import { pythonText, truthOf, typeOf } from '../python/values.ts'
import type { Written } from '../readers/reader.ts'
import type { FileSet, ReadFile, Spot } from '../rules/file-rule.ts'
import { launcherFlags, trlArguments, writtenFlags } from '../tools/names.ts'
import type { Versions } from '../tools/tool.ts'
import { entry, given, spot } from './keys.ts'
import { closeTo } from './unknown-keys.ts'

export interface Told {
  readonly file: ReadFile
  readonly spot: Spot
  /** As Python would print it; `true` for a flag without a value. */
  readonly text: string
}

/** Files whose names are those of Transformers' TrainingArguments. */
const trainerKinds = ['trl', 'llama-factory', 'launch-script']
export const argumentFiles = (set: FileSet, kinds: readonly string[] = trainerKinds): readonly ReadFile[] =>
  set.files.filter(({ reading }) => kinds.includes(reading.kind))

/** Names of older releases, also those that the readers still understand, and what they are called now. */
export const renamed: Readonly<Record<string, string>> = {
  evaluation_strategy: 'eval_strategy',
  max_seq_length: 'max_length',
  no_cuda: 'use_cpu',
  per_gpu_eval_batch_size: 'per_device_eval_batch_size',
  per_gpu_train_batch_size: 'per_device_train_batch_size',
  torch_dtype: 'dtype',
  use_liger: 'use_liger_kernel',
  // Below 1 it is a share of all steps, which is what a ratio is.
  warmup_ratio: 'warmup_steps',
}

/** Names that Transformers 4 had and no release since. */
const retired = new Set(
  (
    'adafactor fp16_backend fp16_opt_level fsdp_min_num_params half_precision_backend include_inputs_for_metrics ' +
    'include_tokens_per_second jit_mode_eval logging_dir mp_parameters no_deprecation_warning overwrite_output_dir ' +
    'past_index push_to_hub_model_id push_to_hub_organization push_to_hub_token ray_scope save_safetensors ' +
    'tpu_metrics_debug tpu_num_cores torchdynamo use_ipex use_legacy_prediction_loop use_mps_device'
  ).split(' '),
)

/** Keys of a file or command for `trl sft` that it has no argument for. */
export function strangersToTrl({ reading }: ReadFile, versions?: Versions): readonly Written[] {
  const known = trlArguments(versions)
  const shell = reading.kind === 'launch-script'
  return reading.unknown.filter(({ path }) => {
    const key = path.split('.')[0] as string
    return !(
      known.has(key) ||
      Object.hasOwn(renamed, key) ||
      launcherFlags(versions?.accelerate).has(key) ||
      (shell ? writtenFlags(versions?.accelerate).has(key) : key === 'datasets') ||
      ['env', 'config', 'accelerate_config'].includes(key)
    )
  })
}

/** Whether no slip of the pen and no older release explains a key: it is an argument of another script. */
function isForeign({ path }: Written): boolean {
  const key = path.split('.')[0] as string
  closeToTrl ??= closeTo(trlArguments())
  return !retired.has(key) && !closeToTrl(key)
}
let closeToTrl: ((name: string) => boolean) | undefined

/** So many names tell what a file is for. */
const mostLookedAt = 200

/** Of the first keys that TRL has no argument for, those of another script. */
export const ofAnotherScript = (file: ReadFile): readonly Written[] =>
  strangersToTrl(file).slice(0, mostLookedAt).filter(isForeign)

/** Some rules ask about every value of a file. */
const asked = new WeakMap<ReadFile, boolean>()

/** Whether TRL's own script for supervised fine-tuning reads the arguments: by what was said, or as far as the names tell. */
export function isTrl(file: ReadFile): boolean {
  const known = asked.get(file)
  if (known !== undefined) return known
  const is =
    file.reading.kind === 'trl'
      ? file.told === true || !strangersToTrl(file).slice(0, mostLookedAt).some(isForeign)
      : file.reading.answers['output.script'] === 'trl sft'
  asked.set(file, is)
  return is
}

/** What a file says for an argument; undefined where it says nothing, or null. */
export function told(file: ReadFile, name: string): Told | undefined {
  const { reading } = file
  if (reading.kind !== 'launch-script') {
    const root = reading.document?.root
    const one = root ? entry(root, name) : undefined
    if (!one || typeOf(one.value) === 'null') return undefined
    return { file, spot: spot(file, name, one), text: pythonText(one.value) }
  }
  // Of a script that launches several times nobody can say which argument belongs to which launch.
  if (reading.given.filter(({ key }) => key === 'output.script').length > 1) return undefined
  const known = reading.given.findLast(({ path }) => path === name)
  const other = reading.unknown.findLast(({ path }) => path === name)
  // Of an argument that is given twice the last one counts.
  if (known && (other?.at.offset ?? -1) < known.at.offset)
    return { file, spot: given(file, known), text: String(known.value) }
  if (!other) return claimedBy(file, name)
  return { file, spot: given(file, other), text: other.value.replace(/^(['"])(.*)\1$/s, '$2') || 'true' }
}

/** What a command says with a name that means several options, or none; of two flags the last one counts. */
function claimedBy(file: ReadFile, name: string): Told | undefined {
  const claim = file.reading.claims?.findLast((one) => one.source === 'flag' && one.name === name)
  if (!claim?.location || !claim.value.known) return undefined
  return { file, spot: given(file, claim.location), text: String(claim.value.value) }
}

export const isOn = (one: Told | undefined): one is Told => one !== undefined && truthOf(one.text) === true

/** A number that the script is told, or that TRL's script takes for itself where nobody tells it. */
export function saidByScript(
  set: FileSet,
  name: string,
  otherwise: number,
): { readonly value: number; readonly file: ReadFile; readonly silent: boolean } | undefined {
  const files = argumentFiles(set)
  for (const file of files) {
    const one = told(file, name)
    if (one && /\d/.test(one.text) && Number.isFinite(Number(one.text)))
      return { value: Number(one.text), file, silent: false }
    if (one) return undefined
  }
  const [silent] = files.filter(isTrl)
  return silent && { value: otherwise, file: silent, silent: true }
}
