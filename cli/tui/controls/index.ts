/** Every control, by the kind of option it offers. */
import type { Kind } from '../../../shared/fields/field.ts'
import { choice } from './choice.ts'
import type { Control } from './control.ts'
import { integer } from './integer.ts'
import { list } from './list.ts'
import { number } from './number.ts'
import { text } from './text.ts'
import { toggle } from './toggle.ts'

export const controls: Readonly<Record<Kind, Control>> = {
  choice: choice as Control,
  integer: integer as Control,
  number: number as Control,
  toggle: toggle as Control,
  text: text as Control,
  list: list as Control,
}
