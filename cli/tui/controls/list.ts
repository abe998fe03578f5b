/** Several texts, typed with commas between them. */
import type { ListField } from '../../../shared/fields/field.ts'
import { type Control, valueOptions } from './control.ts'

export const list: Control<ListField> = {
  kind: 'list',
  typed: true,
  numbered: false,
  options: (asked) =>
    valueOptions(
      asked,
      (asked.field.suggest ?? []).map((one) => [one]),
    ),
}
