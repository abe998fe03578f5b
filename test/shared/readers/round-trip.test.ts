import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answers, answerAll, resolve } from '../../../shared/config.ts'
import type { Field, Value } from '../../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../../shared/fields/index.ts'
import { plan } from '../../../shared/plan.ts'
import { presets } from '../../../shared/presets/index.ts'
import { read } from '../../../shared/read.ts'
import { runs } from '../../runs.ts'

function filesOf(answers: Answers): ReadonlyMap<string, string> {
  return new Map(plan(resolve(answers)).files.map(({ path, text }) => [path, text]))
}

/** Reads the files of a run back into answers. */
function backFrom(files: ReadonlyMap<string, string>): Answers {
  const accelerate = read(files.get('accelerate.yaml')!)!
  const script = read(files.get('launch.sh')!)!
  const json = files.get('ds_config.json')
  const deepspeed = json === undefined ? undefined : read(json)!
  for (const reading of [accelerate, script, ...(deepspeed ? [deepspeed] : [])]) {
    expect(reading.findings).toEqual([])
    expect(reading.refused).toEqual([])
  }
  expect([accelerate.kind, script.kind, deepspeed?.kind ?? 'deepspeed']).toEqual([
    'accelerate',
    'launch-script',
    'deepspeed',
  ])
  expect(accelerate.unknown).toEqual([])
  return {
    ...accelerate.implied,
    ...script.implied,
    ...script.answers,
    ...accelerate.answers,
    ...(deepspeed?.answers ?? {}),
  }
}

function value(field: Field): fc.Arbitrary<Value> {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom<Value>(...field.choices)
    case 'toggle':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: field.min ?? -5, max: Math.min(field.max ?? 100_000, 100_000) })
    case 'number':
      return fc.double({ min: field.min ?? -10, max: field.max ?? 10, noNaN: true })
    case 'list':
      return fc.constantFrom<Value>(['a'], ['true', 'false', 'true'], ['x y', 'no'], ['a, b', '[c]', 'd: e'])
    case 'text':
      return fc.oneof(
        fc.constantFrom<Value>(
          'no',
          '1e-4',
          '0o7',
          'a b',
          "it's",
          'a: b',
          '~',
          'x#y',
          '127.0.0.1',
          '汉字',
          '0',
          'null',
          'q_proj,v_proj',
        ),
        fc.stringMatching(/^[ -~]{1,20}$/),
      )
  }
}
const answersArbitrary = fc
  .uniqueArray(fc.constantFrom(...fieldKeys), { maxLength: 40 })
  .chain((keys) => fc.tuple(...keys.map((key) => value(fields[key]).map((one) => [key, one] as const))))
  .map((pairs) => answerAll({}, pairs).answers)

describe('what is written is read back', () => {
  test.each(presets.map(({ id, answers }) => [id, answers] as const))('%s', (_, answers) => {
    const files = filesOf(answers)
    const again = filesOf({ ...backFrom(files), ...onlyOurs(answers) })
    expect(again.get('accelerate.yaml')).toBe(files.get('accelerate.yaml'))
    expect(again.get('launch.sh')).toBe(files.get('launch.sh'))
  })

  test('so do a file and its script together', () => {
    fc.assert(
      fc.property(answersArbitrary, (answers) => {
        if (answers['accelerate.compute_environment'] === 'AMAZON_SAGEMAKER') return
        // The `fp16` of 2022 beside another precision is a run that contradicts itself.
        if (answers['accelerate.fp16']) return
        const files = filesOf(answers)
        const again = filesOf({ ...backFrom(files), ...onlyOurs(answers) })
        expect(again.get('accelerate.yaml')).toBe(files.get('accelerate.yaml'))
        expect(again.get('launch.sh')).toBe(files.get('launch.sh'))
      }),
      runs(50),
    )
  })

  test('lora-wizard.yaml holds the very answers', () => {
    fc.assert(
      fc.property(answersArbitrary, (answers) => {
        const reading = read(filesOf(answers).get('lora-wizard.yaml')!)
        if (Object.keys(answers).length === 0) return
        expect(reading?.kind).toBe('lora-wizard')
        expect(reading?.findings).toEqual([])
        expect(reading?.unknown).toEqual([])
        expect(reading?.answers).toEqual(answers)
      }),
      runs(125),
    )
  })

  test('an Accelerate file means the same after reading and writing', () => {
    fc.assert(
      fc.property(answersArbitrary, (answers) => {
        // Without a strategy SageMaker's file would name one that SageMaker does not have.
        if (answers['accelerate.compute_environment'] === 'AMAZON_SAGEMAKER' && !answers['sagemaker.distributed_type'])
          return
        const text = filesOf(answers).get('accelerate.yaml')!
        const reading = read(text, 'accelerate')!
        expect(reading.findings).toEqual([])
        expect(reading.refused).toEqual([])
        expect(reading.unknown).toEqual([])
        const again = filesOf({ ...reading.implied, ...reading.answers }).get('accelerate.yaml')!
        expect(again).toBe(text)
      }),
      runs(125),
    )
  })
})

/** Options that no file of the run holds: they are our own. */
function onlyOurs(answers: Answers): Answers {
  const ours = (key: FieldKey) =>
    Object.keys((fields[key] as Field).emits ?? {}).length === 0 && !key.startsWith('method.')
  return Object.fromEntries(
    Object.entries(answers).filter(
      ([key, value]) =>
        key === 'output.trainer' ||
        // A script of somebody's own need not say that it trains every weight.
        (key === 'method.name' && value === 'full') ||
        (ours(key as FieldKey) && !key.startsWith('output.')),
    ),
  ) as Answers
}
