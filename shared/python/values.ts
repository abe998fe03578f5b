/** How Python would take a value: as a text, as a number, as a truth. */
import type { Node } from './yaml/node.ts'

/** `str(value)`; what stands in a collection is only hinted at. */
export function pythonText(node: Node): string {
  if (node.kind === 'sequence') return `[${node.items.map(({ value }) => inQuotes(value)).join(', ')}]`
  if (node.kind === 'mapping') return `{${node.entries.size}}`
  const { value } = node
  switch (value.type) {
    case 'null':
      return 'None'
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'float':
      return Number.isInteger(value.value) && Math.abs(value.value) < 1e16 ? `${value.value}.0` : String(value.value)
    case 'error':
      return ''
    default:
      return String(value.value)
  }
}
const inQuotes = (node: Node): string =>
  node.kind === 'scalar' && node.value.type === 'str' ? `'${node.value.value}'` : pythonText(node)

/** Whether `int(text)` works. */
export const isWhole = (text: string): boolean => /^\s*[-+]?\d+(_\d+)*\s*$/.test(text)
/** Whether `float(text)` works. */
export const isNumber = (text: string): boolean =>
  /^\s*[-+]?(?:(?:\d+(_\d+)*\.?(?:\d+(_\d+)*)?|\.\d+(_\d+)*)(?:e[-+]?\d+(_\d+)*)?|inf(?:inity)?|nan)\s*$/i.test(text)

/** `str_to_bool` of Accelerate 1.15.0 (utils/environment.py); undefined where it raises. */
export function truthOf(text: string): boolean | undefined {
  const lower = text.toLowerCase()
  if (['y', 'yes', 't', 'true', 'on', '1'].includes(lower)) return true
  return ['n', 'no', 'f', 'false', 'off', '0'].includes(lower) ? false : undefined
}

/** `bool(value)`. */
export function isTrue(node: Node): boolean {
  if (node.kind === 'sequence') return node.items.length > 0
  if (node.kind === 'mapping') return node.entries.size > 0
  const { value } = node
  if (value.type === 'null') return false
  if (value.type === 'bool') return value.value
  if (value.type === 'int' || value.type === 'float') return Number(value.value) !== 0
  return value.type !== 'str' || value.value !== ''
}

/** What kind of Python value it is. */
export const typeOf = (node: Node): string => (node.kind === 'scalar' ? node.value.type : node.kind)

/** A number that Python would compare and divide: int, float or bool; undefined for the rest. */
export function numberOf(node: Node): number | undefined {
  if (node.kind !== 'scalar') return undefined
  const { value } = node
  if (value.type === 'int' || value.type === 'float' || value.type === 'bool') return Number(value.value)
  return undefined
}

/** The text of a `str`; undefined for anything else. */
export const stringOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value.type === 'str' ? node.value.value : undefined
