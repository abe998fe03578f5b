/** What the files of one run say about a value that two of them must agree on. */
import { isNumber, numberOf, pythonText } from '../python/values.ts'
import type { Node } from '../python/yaml/node.ts'
import type { FileSet, ReadFile, Spot } from '../rules/file-rule.ts'
import { sectionRead } from '../tools/commands.ts'
import { acceleratesOf, argument, entry, jsonOf, launchedOf, launcherOf, spot, treesOf } from './keys.ts'

export interface Saying {
  readonly value: number
  readonly spot: Spot
}

/** Everything in a section of an Accelerate file goes through the environment, where a text and a number look the same. */
const told = (node: Node, loose: boolean): number | undefined =>
  numberOf(node) ?? (loose && isNumber(pythonText(node)) ? Number(pythonText(node)) : undefined)

/** What DeepSpeed is told: by the section of the Accelerate file, or by its JSON. */
export function toldDeepspeed(set: FileSet, key: string): Saying | undefined {
  for (const { file, root } of treesOf(set, 'deepspeed', 'accelerate')) {
    if (file.reading.kind === 'accelerate') {
      // A flag of the command counts over the file.
      const counted = acceleratesOf(set).find((each) => each.file === file)?.root
      // Beside a JSON the section is refused, and the JSON is what DeepSpeed is told.
      if (!counted || launcherOf(counted) !== 'deepspeed' || jsonOf(counted) !== undefined) continue
      const one = argument(counted, key)
      const value = one && told(one.entry.value, true)
      if (one && value !== undefined) return { value, spot: spot(file, one.path, one.entry) }
      continue
    }
    const one = entry(root, ...key.split('.'))
    const value = one && told(one.value, false)
    if (one && value !== undefined) return { value, spot: spot(file, key, one) }
  }
  for (const { file, root } of launchedOf(set)) {
    if (file.reading.kind === 'accelerate' || launcherOf(root) !== 'deepspeed' || jsonOf(root) !== undefined) continue
    const one = argument(root, key)
    const value = one && told(one.entry.value, true)
    if (one && value !== undefined) return { value, spot: spot(file, one.path, one.entry) }
  }
  return undefined
}

/** So many arguments of the Trainer show that a script parses TrainingArguments, and with them its defaults. */
const telling = 4

/** Whether a script of the user's own evidently parses the TrainingArguments of Transformers. */
export function parsesTrainingArguments({ reading }: ReadFile): boolean {
  if (reading.kind !== 'launch-script' || reading.answers['output.trainer'] !== undefined) return false
  const names = sectionRead('trainer')?.names
  const said = new Set(
    [...reading.given, ...reading.unknown].map(({ path }) => path).filter((path) => names?.has(path)),
  )
  return said.has('output_dir') && said.size >= telling
}
