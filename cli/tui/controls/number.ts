/** A number: what is usually taken, in order, and a line to type any other. */
import type { NumberField } from '../../../shared/fields/field.ts'
import { type Control, valueOptions } from './control.ts'

export const number: Control<NumberField> = {
  kind: 'number',
  typed: true,
  numbered: true,
  options: (asked) => valueOptions(asked, asked.field.suggest ?? [], (a, b) => Number(a) - Number(b)),
}
