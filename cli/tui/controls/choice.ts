/** One of a few values: a numbered list; rare values that are not offered stay reachable by the one that is set. */
import type { ChoiceField, Value } from '../../../shared/fields/field.ts'
import { type Control, typedText, valueOptions } from './control.ts'

export const choice: Control<ChoiceField> = {
  kind: 'choice',
  typed: false,
  numbered: true,
  options: (asked) => {
    const { choices, offered = choices } = asked.field
    const shown = offered.map(typedText)
    const order = new Map<string, number>(choices.map((value, place) => [typedText(value), place]))
    const place = (value: Value) => {
      const among = shown.indexOf(typedText(value))
      return among >= 0 ? among : choices.length + (order.get(typedText(value)) ?? 0)
    }
    return valueOptions(asked, offered, (a, b) => place(a) - place(b))
  },
}
