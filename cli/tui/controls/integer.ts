/** A whole number: what is usually taken, in order, and a line to type any other; a digit begins to type. */
import type { IntegerField } from '../../../shared/fields/field.ts'
import { type Control, valueOptions } from './control.ts'

export const integer: Control<IntegerField> = {
  kind: 'integer',
  typed: true,
  numbered: false,
  begins: (character) => /^[-\d.]$/.test(character),
  options: (asked) => valueOptions(asked, asked.field.suggest ?? [], (a, b) => Number(a) - Number(b)),
}
