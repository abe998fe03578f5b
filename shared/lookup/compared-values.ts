/** Where DeepSpeed is told another value than the script, of those that the Trainer compares. */
import { numberOf } from '../python/values.ts'
import type { Node } from '../python/yaml/node.ts'
import type { FileSet, Hit, ReadFile, Spot } from '../rules/file-rule.ts'
import { type CommandKind, sectionRead } from '../tools/commands.ts'
import { type ComparedValue, comparedValues } from '../tools/transformers/quirks.ts'
import { jsonsOf } from './deepspeed-json.ts'
import { type Argument, entry, spot, type TreeFile } from './keys.ts'
import { argumentFiles, isTrl, told } from './script-arguments.ts'
import { parsesTrainingArguments, toldDeepspeed } from './stated-values.ts'

interface ScriptValue {
  readonly value: number
  readonly file: ReadFile
  /** It is the tool's default. */
  readonly silent: boolean
}

/** Whose defaults count where a file says nothing; undefined for a script of the user's own. */
function commandOf(file: ReadFile): CommandKind | undefined {
  if (file.reading.kind === 'llama-factory') return 'llama-factory'
  if (isTrl(file)) return 'trl'
  return parsesTrainingArguments(file) ? 'trainer' : undefined
}

/** A number that the script is told, or its default. */
export function scriptValue(set: FileSet, argument: string): ScriptValue | undefined {
  const files = argumentFiles(set)
  for (const file of files) {
    const one = told(file, argument)
    if (one && /\d/.test(one.text) && Number.isFinite(Number(one.text)))
      return { value: Number(one.text), file, silent: false }
    // A ratio of all steps, as earlier releases call it.
    if (one || (argument === 'warmup_steps' && told(file, 'warmup_ratio'))) return undefined
  }
  for (const file of files) {
    const command = commandOf(file)
    const name = command && sectionRead(command)?.names.get(argument)
    const value = name?.effective ?? name?.default
    if (typeof value === 'number') return { value, file, silent: true }
  }
  return undefined
}

/** The numbers of a key of the JSON, one for each argument; undefined where one is no number. */
function numbersOf(node: Node): readonly (number | undefined)[] {
  return node.kind === 'sequence' ? node.items.map(({ value }) => numberOf(value)) : [numberOf(node)]
}

/** Of the values that a rule is about, those that differ. */
export function* mismatches(set: FileSet, about: ComparedValue['about']): Generator<Hit> {
  for (const row of comparedValues.filter((one) => one.about === about)) {
    for (const tree of jsonsOf(set)) yield* inJson(set, row, tree)
  }
}

function* inJson(set: FileSet, row: ComparedValue, { file, root }: TreeFile): Generator<Hit> {
  const found = entry(root, ...row.key.split('.'))
  if (!found) return
  const one: Argument = { path: row.key, entry: found }
  for (const [place, there] of numbersOf(found.value).entries()) {
    const argument = row.arguments[place]
    const here = argument === undefined ? undefined : scriptValue(set, argument)
    const value = here && (row.compared ?? ((number) => number))(here.value)
    if (argument === undefined || here === undefined || value === undefined || there === undefined) continue
    if (there === value) continue
    const fix = [{ path: row.key.split('.'), value: 'auto' }]
    yield { spot: spot(file, one.path, found), facts: factsOf(argument, there, { ...here, value }, row.key), fix }
    // One finding for one key.
    return
  }
}

const factsOf = (argument: string, there: number, here: ScriptValue, key: string): Hit['facts'] => ({
  key,
  value: there,
  argument,
  script: here.value,
  file: here.file.path,
  unsaid: here.silent ? argument : '',
})

/** The same for the two values that the section of an Accelerate file, or a flag, may say as well. */
export function* mismatchesAnywhere(set: FileSet, about: 'accumulation' | 'clipping'): Generator<Hit> {
  const [row] = comparedValues.filter((one) => one.about === about)
  const argument = row?.arguments[0]
  if (!row || argument === undefined) return
  if (jsonsOf(set).length > 0) {
    yield* mismatches(set, about)
    return
  }
  const there: { readonly value: number; readonly spot: Spot } | undefined = toldDeepspeed(set, row.key)
  const here = scriptValue(set, argument)
  if (!there || !here || there.value === here.value) return
  // The launcher hands a clipping of 0 on as nothing.
  if (about === 'clipping' && there.value === 0) return
  yield { spot: there.spot, facts: factsOf(argument, there.value, here, there.spot.key) }
}
