/** What Python reads from a YAML text, with types that JavaScript does not tell apart. */
import { readYaml } from '../../shared/python/yaml/document.ts'
import type { Node } from '../../shared/python/yaml/node.ts'

export type Meaning = string | readonly Meaning[] | { readonly [key: string]: Meaning }

function of(node: Node): Meaning {
  if (node.kind === 'scalar') {
    const { value } = node
    return value.type === 'null' ? 'null' : `${value.type} ${'value' in value ? String(value.value) : value.reason}`
  }
  if (node.kind === 'sequence') return node.items.map((item) => of(item.value))
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, of(entry.value)]))
}

/** `{ num_processes: 'int 8', gradient_clipping: 'float 0.3' }`; throws where PyYAML refuses. */
export function meaning(text: string): Meaning {
  const document = readYaml(text)
  if (document.refused || !document.root) throw new Error(JSON.stringify(document.findings))
  return of(document.root)
}
