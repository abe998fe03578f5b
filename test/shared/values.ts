/** Answers as fast-check draws them: any option, any value that its kind can be asked for, the awkward ones included. */
import fc from 'fast-check'
import { type Answers, answerAll } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'

const awkward: readonly string[] = [
  'no',
  'null',
  '~',
  '1e5',
  '2e-4',
  '010',
  '12:30:00',
  '- a',
  'key: value',
  '#no comment',
  "it's",
  'say "yes"',
  '$HOME `id` $(id)',
  'back\\slash',
  '模型/数据',
  'a b',
  'all',
  'ds_config.json',
]
const words = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme', maxLength: 20 }))

/** A value that may or may not be one of the option's. */
export function anyValue(key: FieldKey): fc.Arbitrary<Value> {
  const field: Field = fields[key]
  switch (field.kind) {
    case 'toggle':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...field.choices)
    case 'integer': {
      const { min = -10, max = 1_000_000, suggest = [0] } = field
      return fc.oneof(
        fc.constantFrom(...suggest),
        fc.integer({ min, max: Math.min(max, 2 ** 31) }),
        fc.constantFrom(min, max),
      )
    }
    case 'number': {
      const { min = -10, max = 1_000_000, suggest = [0] } = field
      const between = fc.double({ min, max, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value))
      return fc.oneof(fc.constantFrom(...suggest), between, fc.constantFrom(min, max))
    }
    case 'list':
      return fc.array(words, { maxLength: 3 })
    case 'text':
      return fc.oneof(fc.constantFrom(...(field.suggest ?? ['main'])), words)
  }
}

/** An option with a value. */
export const answerTo: fc.Arbitrary<readonly [FieldKey, Value]> = fc
  .constantFrom(...fieldKeys)
  .chain((key) =>
    fc
      .oneof({ weight: 9, arbitrary: anyValue(key) }, { weight: 1, arbitrary: fc.constant(null) })
      .map((value) => [key, value] as const),
  )

/** Answers that were all taken. */
export const someAnswers: fc.Arbitrary<Answers> = fc
  .array(answerTo, { maxLength: 40 })
  .map((given) => answerAll({}, given).answers)
