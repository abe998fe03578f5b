/** A whole number: what is usually taken, in order, and a line to type any other. */
import type { IntegerField } from '../../../shared/fields/field.ts'
import { type Control, valueOptions } from './control.ts'

export const integer: Control<IntegerField> = {
  kind: 'integer',
  typed: true,
  numbered: true,
  options: (asked) => valueOptions(asked, asked.field.suggest ?? [], (a, b) => Number(a) - Number(b)),
}
