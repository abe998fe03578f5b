/** A text: what is set and what is suggested, and a line to type any other. */
import type { TextField } from '../../../shared/fields/field.ts'
import { type Control, valueOptions } from './control.ts'

export const text: Control<TextField> = {
  kind: 'text',
  typed: true,
  numbered: false,
  options: (asked) => valueOptions(asked, asked.field.suggest ?? []),
}
