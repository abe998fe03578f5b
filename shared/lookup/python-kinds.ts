/** Whether a parser makes of a value what a name of its tool is declared to be: pydantic, or argparse after the value became a word. */
import { isNumber, isWhole, pythonText, stringOf, typeOf } from '../python/values.ts'
import type { Node } from '../python/yaml/node.ts'
import type { Name, Plain } from '../tools/tool.ts'

const truths = ['0', 'off', 'f', 'false', 'n', 'no', '1', 'on', 't', 'true', 'y', 'yes']
/** `_string_to_bool` of Transformers knows no `on` and `off`. */
const argumentTruths = truths.filter((one) => one !== 'on' && one !== 'off')

const numberIn = (node: Node): number | undefined =>
  node.kind === 'scalar' && (node.value.type === 'int' || node.value.type === 'float')
    ? Number(node.value.value)
    : undefined

/** What pydantic 2 makes of a text, a number and a boolean where it is not strict. */
const scalars: Readonly<Record<string, (node: Node) => boolean>> = {
  str: (node) => stringOf(node) !== undefined,
  bool: (node) => {
    const text = stringOf(node)
    if (text !== undefined) return truths.includes(text.toLowerCase())
    const number = numberIn(node)
    return typeOf(node) === 'bool' || number === 0 || number === 1
  },
  int: (node) => {
    const text = stringOf(node)
    if (text !== undefined) return isWhole(text) || /^\s*[-+]?\d+\.0*\s*$/.test(text)
    const number = numberIn(node)
    return typeOf(node) === 'bool' || (number !== undefined && Number.isInteger(number))
  },
  float: (node) => {
    const text = stringOf(node)
    return text !== undefined ? isNumber(text) : typeOf(node) === 'bool' || numberIn(node) !== undefined
  },
  dict: (node) => node.kind === 'mapping',
}

const same = (choice: Plain, node: Node): boolean => {
  const text = stringOf(node)
  return text !== undefined ? choice === text : typeOf(node) === 'bool' ? false : choice === numberIn(node)
}

/** Whether pydantic 2 accepts a value for a name; what a class of the tool's own makes of it, is not looked into. */
export function acceptsPydantic({ kinds, nullable, choices }: Name, node: Node): boolean {
  if (typeOf(node) === 'null') return nullable || kinds.length === 0
  if (typeOf(node) === 'error') return true
  const listed = choices?.some((choice) => same(choice, node)) ?? false
  if (listed) return true
  return (
    kinds.length === 0 ||
    kinds.some((kind) => {
      if (kind.startsWith('list') || kind.startsWith('tuple'))
        return node.kind === 'sequence' && acceptsItems(kind, node)
      // The texts of a Literal are all that it accepts; beside an enum a plain text may be any.
      if (kind === 'str' && choices && !kinds.some(isEnum)) return false
      const known = Object.hasOwn(scalars, kind) ? scalars[kind] : undefined
      if (known) return known(node)
      return kind === 'Any' || (choices === undefined && (node.kind === 'mapping' || isEnum(kind)))
    })
  )
}

const isEnum = (kind: string): boolean => /^[A-Z]\w*$/.test(kind) && kind !== 'Any' && !kind.endsWith('Config')

/** A list of plain values; what a list of other things accepts, is not looked into. */
function acceptsItems(kind: string, node: Node): boolean {
  const inner = /^list\[(str|int|float|bool)\]$/.exec(kind)?.[1]
  const check = inner === undefined ? undefined : scalars[inner]
  return !check || node.kind !== 'sequence' || node.items.every(({ value }) => check(value))
}

/** Whether argparse takes the words that a value becomes, which may be of another kind, too few, or too many. */
export function acceptsArgument({ kinds, choices, value }: Name, node: Node): boolean {
  const words = wordsOf(node)
  // A mapping becomes the text of a JSON.
  if (words === undefined) return !kinds.some((kind) => Object.hasOwn(readAs, kind)) || kinds.includes('str')
  // A word that looks like a flag is one; a negative number is not.
  if (words.some((word) => /^-(?!\d+$|\d*\.\d+$)\S/.test(word) && !word.includes(' '))) return false
  if (words.length === 0) return value === 'optional'
  if (value !== 'several' && words.length > 1) return false
  if (Array.isArray(choices))
    return words.every((word) => choices.some((choice: Plain) => (choice === null ? 'None' : String(choice)) === word))
  const inner = kinds.map((kind) => /^list\[(\w+)\]$/.exec(kind)?.[1] ?? kind)
  if (inner.includes('str') || inner.includes('dict') || inner.some((kind) => !Object.hasOwn(readAs, kind))) return true
  return words.every((word) => inner.some((kind) => readAs[kind]?.(word)))
}

/** A word as `int`, `float` and the parser of booleans read it. */
const readAs: Readonly<Record<string, (word: string) => boolean>> = {
  int: isWhole,
  float: isNumber,
  bool: (word) => argumentTruths.includes(word.toLowerCase()),
}

/** The words that a value becomes; undefined for a mapping, which becomes the text of a JSON. */
function wordsOf(node: Node): readonly string[] | undefined {
  if (node.kind === 'mapping' || typeOf(node) === 'error') return undefined
  if (node.kind === 'sequence') return node.items.map(({ value }) => pythonText(value))
  return [pythonText(node)]
}
