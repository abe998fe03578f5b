/** Every value of a file, each once, with its dotted path. */
import type { Entry, Node, ScalarNode } from '../pyyaml/node.ts'
import type { FileSet, ReadFile } from './file-rule.ts'
import { writtenName } from './look.ts'

export interface Walked {
  readonly file: ReadFile
  /** The key, or the key that holds the list that the value stands in. */
  readonly entry: Entry
  readonly path: string
  readonly node: Node
}

/** Keys of the files as they are written, repeated keys included; what aliases repeat is seen once. */
export function nodesOf(set: FileSet, language?: 'yaml' | 'json'): readonly Walked[] {
  const found: Walked[] = []
  for (const file of set.files) {
    if (language !== undefined && file.reading.language !== language) continue
    const seen = new Set<Node>()
    const visit = (node: Node, entry: Entry | undefined, path: string) => {
      if (seen.has(node)) return
      seen.add(node)
      if (entry) found.push({ file, entry, path, node })
      if (node.kind === 'sequence') for (const item of node.items) visit(item.value, entry, path)
      if (node.kind !== 'mapping') return
      for (const one of node.written)
        visit(one.value, one, path === '' ? writtenName(one) : `${path}.${writtenName(one)}`)
    }
    const root = file.reading.document?.root
    if (root) visit(root, undefined, '')
  }
  return found
}

/** Plain scalars with the key they belong to. */
export const scalarsOf = (set: FileSet): readonly (Walked & { readonly node: ScalarNode })[] =>
  nodesOf(set, 'yaml').filter(
    (one): one is Walked & { readonly node: ScalarNode } => one.node.kind === 'scalar' && one.node.style === 'plain',
  )
