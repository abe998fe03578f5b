/** The names that a kind of file can hold, and the values of each: our options, and what the tool has besides. */
import { gpus } from '../../shared/catalog/gpus.ts'
import { modelIds } from '../../shared/catalog/models.ts'
import type { Target } from '../../shared/fields/field.ts'
import { type FieldKey, fieldAt, fieldKeys } from '../../shared/fields/index.ts'
import { namesOf } from '../../shared/readers/tree.ts'
import { sectionRead } from '../../shared/tools/commands.ts'
import { tool } from '../../shared/tools/index.ts'
import type { Name } from '../../shared/tools/tool.ts'

export interface Term {
  /** Dotted, as the file spells it; a flag without its dashes. */
  readonly name: string
  readonly key: FieldKey | undefined
  /** What the tool says about it. */
  readonly declared: Name | undefined
}

const targets: Readonly<Record<string, readonly Target[]>> = {
  accelerate: ['accelerate'],
  deepspeed: ['deepspeed'],
  'peft-adapter': ['peft'],
  trl: ['trl', 'trainer', 'launch'],
  axolotl: ['axolotl'],
  'llama-factory': ['llama-factory'],
  'launch-script': ['launch', 'trainer', 'trl'],
}

/** What different tools call the model to start from. */
const modelNames = new Set(['base_model', 'model_name_or_path'])

function declaredFor(kind: string): readonly Name[] {
  const names = (section: { readonly names: ReadonlyMap<string, Name> } | undefined) => [
    ...(section?.names.values() ?? []),
  ]
  switch (kind) {
    case 'accelerate':
      return names(tool('accelerate').release().section('ClusterConfig'))
    case 'deepspeed':
      return [
        ...names(tool('deepspeed').release().section('config')),
        ...names(tool('deepspeed').release().section('DeepSpeedZeroConfig')).map((one) => ({
          ...one,
          name: `zero_optimization.${one.name}`,
        })),
      ]
    case 'peft-adapter':
      return names(tool('peft').release().section('LoraConfig'))
    case 'trl':
    case 'axolotl':
    case 'llama-factory':
      return names(sectionRead(kind))
    case 'launch-script':
      return [
        ...names(tool('accelerate').release().section('launch')).filter(({ flags }) => flags.length > 0),
        ...names(sectionRead('trl')),
      ]
    default:
      return []
  }
}

const made = new Map<string, ReadonlyMap<string, Term>>()

/** The terms of a kind of file, by name. */
export function vocabulary(kind: string): ReadonlyMap<string, Term> {
  const before = made.get(kind)
  if (before) return before
  const terms = new Map<string, Term>()
  if (kind === 'lora-wizard') for (const key of fieldKeys) terms.set(key, { name: key, key, declared: undefined })
  for (const target of targets[kind] ?? []) {
    for (const [name, key] of namesOf(target)) if (!terms.has(name)) terms.set(name, { name, key, declared: undefined })
  }
  for (const declared of declaredFor(kind)) {
    const { name } = declared
    if (declared.deprecated || declared.renamedTo !== undefined) continue
    const key = terms.get(name)?.key ?? (modelNames.has(name) ? 'model.id' : undefined)
    terms.set(name, { name, key, declared })
  }
  made.set(kind, terms)
  return terms
}

const gpuNames = gpus.map(({ name }) => name)

/** The values that a term can have, where they can be listed. */
export function valuesOf({ key, declared }: Term): readonly (string | number | boolean)[] {
  if (key === 'model.id') return modelIds
  if (key === 'hardware.gpu') return gpuNames
  const field = key === undefined ? undefined : fieldAt(key)
  if (field?.kind === 'choice') return field.choices
  if (field?.kind === 'toggle') return [true, false]
  if (field) return field.suggest ?? []
  if (Array.isArray(declared?.choices))
    return declared.choices.filter((one): one is string | number => /^(?:string|number)$/.test(typeof one))
  return declared?.kinds[0] === 'bool' ? [true, false] : []
}
