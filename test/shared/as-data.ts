/** A document's tree as the plain data that a JSON Schema validator takes. */
import type { Node } from '../../shared/python/yaml/node.ts'

export function asData(node: Node): unknown {
  if (node.kind === 'sequence') return node.items.map(({ value }) => asData(value))
  if (node.kind === 'mapping') {
    return Object.fromEntries(
      [...node.entries.values()].map(({ key, value }) => [key.kind === 'scalar' ? key.text : '', asData(value)]),
    )
  }
  const { value } = node
  switch (value.type) {
    case 'null':
      return null
    case 'int':
      return Number(value.value)
    case 'error':
      return undefined
    default:
      return value.value
  }
}
