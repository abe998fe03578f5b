/** Arguments of the training script, whichever file of the run gives them. */
import type { FileSet, ReadFile, Spot } from './file-rule.ts'
import { entry, given, spot } from './look.ts'
import { pythonText, truthOf, typeOf } from './python.ts'

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

/** Names that TRL's other trainers have (DPO, GRPO, KTO, rewards), or scripts of somebody's own. */
const elsewhere =
  /^[ \t]*["']?(beta|rpo_alpha|num_generations|reward_\w+|max_prompt_length|max_completion_length|ref_model\w*|vllm_\w+|use_q?lora|kto_\w+)["']?[ \t]*:/m

/** Whether TRL's own script for supervised fine-tuning reads the arguments. */
export const isTrl = ({ reading, text }: ReadFile): boolean =>
  reading.kind === 'trl' ? !elsewhere.test(text) : reading.answers['output.script'] === 'trl sft'

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
  if (reading.given.filter(({ path }) => path === 'script').length > 1) return undefined
  const known = reading.given.find(({ path }) => path === name)
  if (known) return { file, spot: given(file, known), text: String(known.value) }
  const other = reading.unknown.find(({ path }) => path === name)
  if (!other) return undefined
  return { file, spot: given(file, other), text: other.value.replace(/^(['"])(.*)\1$/s, '$2') || 'true' }
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
