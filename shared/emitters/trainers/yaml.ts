/** A tree as a YAML file that PyYAML reads back as it was. */
import { writeScalar } from '../../python/yaml/scalar.ts'
import type { Plain } from '../../tools/tool.ts'
import type { Remarks } from '../emitter.ts'
import type { TrainerEntry } from './entries.ts'

type Branch = { readonly [name: string]: Plain }
const isBranch = (value: Plain): value is Branch => typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value)

/** A text that is a number to some YAML libraries and none to PyYAML: OmegaConf reads `1e5` as one. */
const looksLikeNumber = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text))

function scalar(value: Plain, place: 'block' | 'flow' = 'block'): string {
  const text = writeScalar(value as string | number | boolean | null, place)
  return typeof value === 'string' && looksLikeNumber(value) && !/^['"]/.test(text) ? `'${text}'` : text
}

/** A key and its value, as lines. */
function lines(name: string, value: Plain, indent: string): readonly string[] {
  const key = `${indent}${scalar(name)}:`
  if (isBranch(value)) {
    const inner = Object.entries(value).flatMap(([one, deeper]) => lines(one, deeper, `${indent}  `))
    return inner.length > 0 ? [key, ...inner] : [`${key} {}`]
  }
  if (!isList(value)) return [`${key} ${scalar(value)}`]
  if (!value.some((item) => isBranch(item) || isList(item)))
    return [`${key} [${value.map((item) => scalar(item, 'flow')).join(', ')}]`]
  return [key, ...value.flatMap((item) => itemLines(item, `${indent}  `))]
}

function itemLines(item: Plain, indent: string): readonly string[] {
  if (!isBranch(item)) return [`${indent}- ${scalar(item)}`]
  return Object.entries(item)
    .flatMap(([name, value]) => lines(name, value, `${indent}  `))
    .map((line, place) => (place === 0 ? `${indent}- ${line.trimStart()}` : line))
}

/** Any tree, without remarks. */
export const yamlText = (tree: Branch): string =>
  `${Object.entries(tree)
    .flatMap(([name, value]) => lines(name, value, ''))
    .join('\n')}\n`

/** A whole number as the fraction that its option is. */
const fractional = (text: string): string => (/: -?\d+$/.test(text) ? `${text}.0` : text)

/** A trainer's file: a remark for each key that is an option of ours. */
export function trainerYaml(entries: readonly TrainerEntry[], head: string | undefined, remarks: Remarks): string {
  const text: string[] = head ? [`# ${head}`] : []
  let section = ''
  for (const { name, value, key, fraction } of entries) {
    const [outer, inner] = name.split(/\.(.*)/) as [string, string?]
    if (inner !== undefined && outer !== section) text.push(`${outer}:`)
    section = inner === undefined ? '' : outer
    const indent = inner === undefined ? '' : '  '
    const summary = key === undefined ? undefined : remarks.summary(key)
    if (summary) text.push(`${indent}# ${summary}`)
    const made = lines(inner ?? outer, value, indent)
    text.push(...(fraction ? made.map(fractional) : made))
  }
  return `${text.join('\n')}\n`
}
