/** What the files of one run say about a value that two of them must agree on. */
import type { FieldKey } from '../fields/index.ts'
import { isNumber, numberOf, pythonText } from '../python/values.ts'
import type { Node } from '../python/yaml/node.ts'
import type { FileSet, ReadFile, Spot } from '../rules/file-rule.ts'
import { acceleratesOf, argument, beginning, entry, given, jsonOf, launcherOf, spot, treesOf } from './keys.ts'

export interface Saying {
  readonly value: number
  readonly spot: Spot
  /** The tool's default, where the file does not say it. */
  readonly silent?: true
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
  return undefined
}

const argumentFiles = ['launch-script', 'trl']
const ownDefaults = (file: ReadFile): boolean =>
  file.reading.kind === 'trl' || file.reading.answers['output.script'] === 'trl sft'

/** What the script is told, or takes for itself where it is one whose defaults are known. */
export function toldScript(set: FileSet, key: FieldKey, fallback: number): Saying | undefined {
  const files = set.files.filter(({ reading }) => argumentFiles.includes(reading.kind))
  for (const file of files) {
    const one = file.reading.given.findLast((each) => each.key === key)
    if (one && typeof one.value === 'number') return { value: one.value, spot: given(file, one) }
  }
  const silent = files.find(ownDefaults)
  return silent && { value: fallback, spot: beginning(silent, key), silent: true }
}
