/** `schema`: valid by JSON Schema 2020-12, and of one mind with the examples. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { read } from '../../shared/read.ts'
import { schemaNames } from '../../shared/schema.ts'
import { asData } from '../shared/as-data.ts'
import { run } from './program.ts'

const examples = join(import.meta.dirname, '../examples')
const schemas = Object.fromEntries(
  await Promise.all(schemaNames.map(async (name) => [name, JSON.parse((await run(['schema', name])).output)] as const)),
)
const ajv = new Ajv2020({
  strict: true,
  strictTypes: true,
  strictTuples: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
})
// What editors show beside a choice (VS Code, yaml-language-server); to a validator it is a note.
ajv.addKeyword('markdownEnumDescriptions')
const validators = Object.fromEntries(schemaNames.map((name) => [name, ajv.compile(schemas[name])]))

describe.each(schemaNames)('the schema of %s', (name) => {
  test('is one, with words in both languages', async () => {
    expect(ajv.validateSchema(schemas[name])).toBe(true)
    const chinese = await run(['schema', name, '--lang', 'zh'])
    expect(chinese.code).toBe(0)
    expect(chinese.output).toMatch(/\p{Script=Han}{4}/u)
    const keys = (text: string) => Object.keys(JSON.parse(text).properties)
    expect(keys(chinese.output)).toEqual(Object.keys(schemas[name].properties))
  })
})

const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /expected[\\/].*\.(yaml|json)$/.test(path),
)
test.each(files)('%s is valid', (path) => {
  const reading = read(readFileSync(join(examples, path), 'utf8'))
  const validate = validators[reading?.kind ?? '']
  if (!reading?.document?.root || !validate) throw new Error(`${path} is of no kind that has a schema`)
  validate(asData(reading.document.root))
  expect(validate.errors ?? []).toEqual([])
})

test.each([
  ['a misspelt key', { distributed_type: 'NO', mixed_precison: 'bf16' }],
  ['a wrong choice', { distributed_type: 'DEEPSPED' }],
  ['a wrong type', { distributed_type: 'NO', num_processes: 'eight' }],
  ['no type', { num_processes: 1 }],
  [
    'keys refused beside a JSON',
    { distributed_type: 'DEEPSPEED', deepspeed_config: { deepspeed_config_file: 'x.json', zero_stage: 3 } },
  ],
  ['several machines without an address', { distributed_type: 'MULTI_GPU', num_machines: 2 }],
])('%s is not valid', (_, data) => {
  expect(validators.accelerate?.(data)).toBe(false)
})

test('conditions are told by the names of the file, and only where it does not fulfil them by being there', () => {
  const described = (name: string, ...path: readonly string[]): string =>
    path.reduce((node, part) => node.properties[part], schemas[name]).description
  const inline = described('accelerate', 'deepspeed_config', 'zero_stage')
  expect(inline).toContain('distributed_type is DEEPSPEED and deepspeed_config.deepspeed_config_file is not set')
  expect(inline).not.toMatch(/accelerate\.|ds_config\.json/)
  expect(described('deepspeed', 'zero_optimization', 'stage')).not.toMatch(/DEEPSPEED|config_file/)
  expect(described('deepspeed', 'zero_optimization', 'offload_param', 'device')).toContain(
    'zero_optimization.stage is 3',
  )
  expect(described('lora-wizard', 'deepspeed', 'zero_stage')).toContain('accelerate.distributed_type is DEEPSPEED')
})

test('a name that has none is the user’s to mend', async () => {
  const { code, errors } = await run(['schema', 'acelerate'])
  expect([code, errors]).toEqual([2, expect.stringContaining('accelerate')])
})
