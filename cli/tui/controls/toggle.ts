/** Yes or no. */
import type { ToggleField } from '../../../shared/fields/field.ts'
import { type Control, valueOptions } from './control.ts'

export const toggle: Control<ToggleField> = {
  kind: 'toggle',
  typed: false,
  numbered: true,
  options: (asked) => valueOptions(asked, [true, false], (a, b) => Number(b) - Number(a)),
}
