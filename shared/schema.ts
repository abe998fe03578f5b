/** Options → a JSON Schema (2020-12) of a file that holds them, for editors and other tools. */
import { conditionText } from './condition-text.ts'
import type { Field, Target } from './fields/field.ts'
import { type FieldKey, fieldAt, fieldKeys, fields } from './fields/index.ts'
import { type When, when } from './fields/when.ts'
import type { Sentences, Words } from './pages.ts'
import { refusedBesideJson } from './tools/accelerate/quirks.ts'

/** The files that have a schema. */
export type SchemaName = 'accelerate' | 'deepspeed' | 'lora-wizard'
export const schemaNames: readonly SchemaName[] = ['accelerate', 'deepspeed', 'lora-wizard']

export type Schema = { [key: string]: unknown }

interface Speech {
  readonly words: (path: string) => Words | undefined
  readonly sentences: Sentences
}

/** What an option's value may be. Files written by hand hold yes and no in several spellings, and `auto` where DeepSpeed fills in. */
function valueSchema(field: Field, auto: boolean, strict: boolean): Schema {
  const orAuto = (schema: Schema): Schema => (auto ? { anyOf: [schema, { const: 'auto' }] } : schema)
  switch (field.kind) {
    case 'choice':
      return { enum: [...field.choices] }
    case 'integer':
    case 'number': {
      const range: Schema = { type: field.kind }
      if (field.min !== undefined) range.minimum = field.min
      if (field.max !== undefined) range.maximum = field.max
      return orAuto(range)
    }
    case 'toggle':
      if (strict) return { type: 'boolean' }
      return {
        anyOf: [
          { type: 'boolean' },
          { enum: ['true', 'false', 'True', 'False', 'yes', 'no', ...(auto ? ['auto'] : [])] },
        ],
      }
    case 'list':
      return { type: 'array', items: strict ? { type: 'string' } : { type: ['string', 'boolean', 'number'] } }
    case 'text':
      return { type: 'string', ...(field.pattern ? { pattern: field.pattern } : {}) }
  }
}

/** What Accelerate takes beside the values of the option: a port as a text, and `downcast_bf16` as the truth value that YAML 1.1 makes of it. */
const alsoTaken: Readonly<Partial<Record<FieldKey, Schema>>> = {
  'accelerate.main_process_port': { type: ['string', 'null'], pattern: '^[0-9]+$' },
  'accelerate.downcast_bf16': { type: 'boolean' },
}

/** A condition as a file of a tool sees it; undefined where the file being there fulfils it. */
function seenFrom(target: Target | undefined, condition: When): When | undefined {
  if ('all' in condition) {
    const parts = condition.all.flatMap((part) => {
      const seen = seenFrom(target, part)
      return seen === undefined ? [] : 'all' in seen ? seen.all : [seen]
    })
    return parts.length > 1 ? { all: parts } : parts[0]
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => seenFrom(target, part))
    return parts.every((part) => part !== undefined) ? { any: parts } : undefined
  }
  if ('not' in condition) {
    const part = seenFrom(target, condition.not)
    return part && { not: part }
  }
  const json = condition.key === 'deepspeed.deepspeed_config_file'
  if (target === 'deepspeed' && (json || condition.key === 'accelerate.distributed_type')) return undefined
  // Whatever the JSON is called: beside it these keys are refused.
  if (target === 'accelerate' && json && 'is' in condition && condition.is.includes(null))
    return when(condition.key, null)
  return condition
}

function fieldSchema(key: FieldKey, speech: Speech, auto: boolean, target?: Target): Schema {
  const strict = target === undefined
  const field: Field = fields[key]
  const words = speech.words(`fields/${key.replace('.', '/')}`)
  const also = strict ? undefined : alsoTaken[key]
  const one = valueSchema(field, auto, strict)
  const value = also ? { anyOf: [one, also] } : one
  const nullable: Schema = field.default === null ? { anyOf: [value, { type: 'null' }] } : value
  const applies = field.appliesWhen && seenFrom(target, field.appliesWhen)
  const nameThere = (other: string) => (target && fieldAt(other)?.emits?.[target]) ?? other
  const description = [
    words?.summary,
    applies
      ? `${speech.sentences('schema.applies') ?? ''}${conditionText(applies, speech.sentences, nameThere)}`
      : undefined,
    field.honoured === false ? speech.sentences('files.ignored-by-launcher') : undefined,
  ]
  const plain = typeof field.default !== 'object' && field.default !== null
  const choices = field.kind === 'choice' && words?.choices
  return {
    ...(words ? { title: words.title } : {}),
    description: description.filter(Boolean).join('\n\n') || undefined,
    ...nullable,
    ...(choices ? { markdownEnumDescriptions: field.choices.map((one) => choices[String(one)] ?? '') } : {}),
    ...(plain ? { default: field.default } : {}),
  }
}

const deepspeedAuto: readonly FieldKey[] = ['deepspeed.gradient_clipping', 'deepspeed.gradient_accumulation_steps']

/** Properties by dotted path, as nested objects; sections stay open where other tools put keys of their own. */
function nested(entries: readonly (readonly [path: string, schema: Schema])[], closed: boolean): Schema {
  const properties: Record<string, Schema> = {}
  const sections = new Map<string, (readonly [string, Schema])[]>()
  for (const [path, schema] of entries) {
    const [head, tail] = path.split(/\.(.*)/) as [string, string?]
    if (tail === undefined) properties[head] ??= schema
    else sections.set(head, [...(sections.get(head) ?? []), [tail, schema]])
  }
  for (const [head, inner] of sections) properties[head] = nested(inner, closed)
  return { type: 'object', properties, ...(closed ? { additionalProperties: false } : {}) }
}

function named(target: Target): readonly (readonly [FieldKey, string])[] {
  return fieldKeys.flatMap((key): (readonly [FieldKey, string])[] => {
    const name = (fields[key] as Field).emits?.[target]
    return name === undefined ? [] : [[key, name]]
  })
}

export function schema(name: SchemaName, speech: Speech): Schema {
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:lora-wizard:schema:${name}`,
    title: speech.sentences(`schema.${name}`) ?? name,
  }
  if (name === 'lora-wizard') {
    const entries = fieldKeys.map((key) => [key, fieldSchema(key, speech, false)] as const)
    const body = nested(entries, true)
    return { ...head, ...body, properties: { version: { const: 1 }, ...(body.properties as object) } }
  }
  if (name === 'deepspeed') {
    const entries = named('deepspeed').map(
      ([key, path]) => [path, fieldSchema(key, speech, true, 'deepspeed')] as const,
    )
    return { ...head, ...nested(entries, false) }
  }
  const entries = named('accelerate').map(
    ([key, path]) => [path, fieldSchema(key, speech, deepspeedAuto.includes(key), 'accelerate')] as const,
  )
  const body = nested(entries, false)
  return {
    ...head,
    ...body,
    additionalProperties: false,
    required: ['distributed_type'],
    allOf: [
      {
        if: {
          required: ['deepspeed_config'],
          properties: {
            deepspeed_config: {
              type: 'object',
              required: ['deepspeed_config_file'],
              properties: { deepspeed_config_file: { type: 'string', not: { const: 'none' } } },
            },
          },
        },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: {
          properties: {
            mixed_precision: false,
            deepspeed_config: {
              type: 'object',
              properties: Object.fromEntries(refusedBesideJson.map((key) => [key, false])),
            },
          },
        },
      },
      {
        if: { properties: { num_machines: { type: 'integer', minimum: 2 } }, required: ['num_machines'] },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: {
          anyOf: [
            { required: ['main_process_ip'] },
            {
              properties: { deepspeed_config: { type: 'object', required: ['deepspeed_multinode_launcher'] } },
              required: ['deepspeed_config'],
            },
          ],
        },
      },
    ],
  }
}
