import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answers, answerAll, resolve } from '../../../shared/config.ts'
import { entries } from '../../../shared/emitters/accelerate.ts'
import type { Field, Value } from '../../../shared/fields/field.ts'
import { fieldKeys, fields } from '../../../shared/fields/index.ts'
import { plan } from '../../../shared/plan.ts'
import { accelerate } from '../../../shared/readers/accelerate.ts'
import { meantBy, updated } from '../../../shared/update.ts'
import { runs } from '../../runs.ts'

const file = `# how we train
compute_environment: LOCAL_MACHINE   # always
distributed_type: "DEEPSPEED"
our_own_key: kept

deepspeed_config:
    # three shards everything
    zero_stage: 3
    gradient_clipping: 0.3
num_machines: 1
num_processes: 8
mixed_precision: 'bf16'
`

function withAnswers(text: string, more: Answers, base?: Answers): string {
  const reading = accelerate.read(text)
  const edited = updated(text, reading, base ?? { ...meantBy(reading), ...more })
  if ('problem' in edited) throw new Error(edited.problem)
  return edited.text
}

describe('update', () => {
  test('no answer changed, no byte changed', () => {
    expect(withAnswers(file, {})).toBe(file)
    expect(withAnswers(file.replaceAll('\n', '\r\n'), {})).toBe(file.replaceAll('\n', '\r\n'))
  })
  test('one answer changed, one line changed', () => {
    expect(withAnswers(file, { 'training.max_grad_norm': 1 })).toBe(file.replace('0.3', '1.0'))
    expect(withAnswers(file, { 'accelerate.mixed_precision': 'no' })).toBe(file.replace("'bf16'", "'no'"))
    expect(withAnswers(file, { 'hardware.gpus_per_machine': 4 })).toBe(
      file.replace('num_processes: 8', 'num_processes: 4'),
    )
  })
  test('what was unsaid is added where it belongs', () => {
    expect(withAnswers(file, { 'deepspeed.zero3_save_16bit_model': true })).toBe(
      file.replace('clipping: 0.3\n', 'clipping: 0.3\n    zero3_save_16bit_model: true\n'),
    )
  })
  test('a section that plays no part any more goes, a key that nobody knows stays', () => {
    const text = withAnswers(file, { 'accelerate.distributed_type': 'MULTI_GPU' })
    expect(text).toContain('distributed_type: "MULTI_GPU"')
    expect(text).toContain('our_own_key: kept')
    expect(text).not.toContain('deepspeed_config')
  })
  test('JSON stays JSON', () => {
    const json = '{\n  "distributed_type": "NO",\n  "mixed_precision": "bf16",\n  "num_processes": 1,\n  "x": 1\n}\n'
    expect(withAnswers(json, { 'accelerate.mixed_precision': 'fp16' })).toBe(json.replace('bf16', 'fp16'))
  })

  const value = (field: Field): fc.Arbitrary<Value> => {
    switch (field.kind) {
      case 'choice':
        return fc.constantFrom<Value>(...field.choices)
      case 'toggle':
        return fc.boolean()
      case 'integer':
        return fc.integer({ min: field.min ?? 0, max: Math.min(field.max ?? 1000, 1000) })
      case 'number':
        return fc.double({ min: field.min ?? 0, max: field.max ?? 10, noNaN: true })
      case 'list':
        return fc.constantFrom<Value>(['a'], ['true', 'false', 'true'])
      case 'text':
        return fc.constantFrom<Value>('no', 'a b', "it's", '127.0.0.1', '0')
    }
  }
  const keys = fieldKeys.filter(
    (key) =>
      (fields[key] as Field).emits?.accelerate &&
      !key.startsWith('sagemaker.') &&
      key !== 'accelerate.compute_environment',
  )
  const answersArbitrary = fc
    .uniqueArray(fc.constantFrom(...keys), { maxLength: 20 })
    .chain((some) => fc.tuple(...some.map((key) => value(fields[key]).map((one) => [key, one] as const))))
    .map((pairs) => answerAll({}, pairs).answers)

  test('from any file to any run, and the file means that run', () => {
    fc.assert(
      fc.property(answersArbitrary, answersArbitrary, (before, wanted) => {
        const plain = plan(resolve(before)).files.find(({ path }) => path === 'accelerate.yaml')!.text
        // Comments and a key of somebody else, to be kept.
        const text = `# begin\n${plain.replace('\n', '  # first\n')}not_ours: [1, 'two']  # end\n`
        const reading = accelerate.read(text)
        const edited = updated(text, reading, wanted)
        if ('problem' in edited) throw new Error(edited.problem)
        const again = accelerate.read(edited.text)
        const lines = (answers: Answers) =>
          entries(resolve(answers))
            .map(({ path, value: one }) => `${path}: ${one}`)
            .sort()
        expect(lines(meantBy(again))).toEqual(lines(wanted))
        expect(edited.text).toMatch(/^# begin\n.* {2}# first\n/)
        expect(edited.text).toContain("not_ours: [1, 'two']  # end\n")
      }),
      runs(75),
    )
  })
})
