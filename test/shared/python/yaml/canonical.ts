/** A document in the form in which test/real/pyyaml_judge.py prints what PyYAML reads. */
import { readYaml } from '../../../../shared/python/yaml/document.ts'
import type { Entry, Node } from '../../../../shared/python/yaml/node.ts'
import type { PyScalar } from '../../../../shared/python/yaml/scalar.ts'

export type Canonical = string | readonly (string | Canonical)[]

export function canonicalScalar(value: PyScalar): string {
  switch (value.type) {
    case 'null':
      return 'n'
    case 'bool':
      return value.value ? 'b:True' : 'b:False'
    case 'int':
      return `i:${value.value.toString(16)}`
    case 'float': {
      if (Number.isNaN(value.value)) return 'f:nan'
      const view = new DataView(new ArrayBuffer(8))
      view.setFloat64(0, value.value)
      return `f:${view.getBigUint64(0).toString(16).padStart(16, '0')}`
    }
    case 'str':
      return `s:${value.value}`
    case 'bytes':
      return `x:${value.value}`
    case 'datetime':
      return `T:${value.value}`
    case 'date':
      return `D:${value.value}`
    case 'error':
      return 'E'
  }
}

export function canonical(node: Node | null): Canonical {
  if (!node) return 'n'
  if (node.kind === 'scalar') return canonicalScalar(node.value)
  const pair = ({ key, value }: Entry): Canonical[] => [canonical(key), canonical(value)]
  if (node.kind === 'sequence') {
    const pairs = /:(?:omap|pairs)$/.test(node.tag)
    return [
      'l',
      ...node.items.map(({ value }) =>
        pairs && value.kind === 'mapping' ? ['t', ...pair(value.written[0]!)] : canonical(value),
      ),
    ]
  }
  const entries = [...node.entries.values()]
  if (node.tag.endsWith(':set')) return ['S', ...entries.map(({ key }) => canonical(key) as string).sort()]
  // Python keeps the first of two equal keys, and the last of their values; `1` and `true` are equal.
  return ['d', ...entries.map(pair)]
}

/** The keys of a dict under one spelling, since `{1: a, true: b}` is `{1: b}` there and `{true: b}` here. */
export function sameKeys(value: Canonical): Canonical {
  if (typeof value === 'string') return value
  if (value[0] !== 'd') return value.map(sameKeys)
  return [
    'd',
    ...value.slice(1).map((entry) => {
      const [key, item] = entry as readonly [Canonical, Canonical]
      return [typeof key === 'string' ? numberKey(key) : key, sameKeys(item)]
    }),
  ]
}
function numberKey(key: string): string {
  if (key === 'b:True') return 'i:1'
  if (key === 'b:False') return 'i:0'
  if (key.startsWith('f:') && key !== 'f:nan') {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt(`0x${key.slice(2)}`))
    const number = view.getFloat64(0)
    if (Number.isInteger(number)) return `i:${BigInt(number).toString(16)}`
  }
  // Equal instants are equal keys; which of the spellings stays is not compared.
  return key.startsWith('T:') ? 'T' : key
}

export function ofDocument(text: string): Canonical {
  const document = readYaml(text)
  if (!document.refused) return sameKeys(canonical(document.root))
  return document.findings.at(-1)!.problem === 'recursive-alias' ? 'R' : 'E'
}
