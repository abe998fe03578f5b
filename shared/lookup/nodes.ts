/** Every value of a file, each once, with its dotted path. */
import type { Entry, Item, Node, ScalarNode } from '../python/yaml/node.ts'
import type { FileSet, ReadFile } from '../rules/file-rule.ts'
import { writtenName } from './keys.ts'

export interface Walked {
  readonly file: ReadFile
  /** The key, or the key that holds the list that the value stands in. */
  readonly entry: Entry
  readonly path: string
  readonly node: Node
}

/** What aliases lead to. Only that can be met twice, and to remember everything else takes longer than to look at it. */
function repeatedIn(root: Node): ReadonlySet<Node> {
  const repeated = new Set<Node>()
  const look = ({ value, alias }: Item) => {
    if (alias === undefined) visit(value)
    else repeated.add(value)
  }
  const visit = (node: Node) => {
    if (node.kind === 'sequence') for (const item of node.items) look(item)
    if (node.kind !== 'mapping') return
    for (const one of node.written) {
      visit(one.key)
      look(one)
    }
  }
  visit(root)
  return repeated
}

function walked(set: FileSet): readonly Walked[] {
  const found: Walked[] = []
  for (const file of set.files) {
    const root = file.reading.document?.root
    if (!root) continue
    const repeated = repeatedIn(root)
    const seen = new Set<Node>()
    const visit = (node: Node, entry: Entry | undefined, path: string) => {
      if (repeated.has(node)) {
        if (seen.has(node)) return
        seen.add(node)
      }
      if (entry) found.push({ file, entry, path, node })
      if (node.kind === 'sequence') for (const item of node.items) visit(item.value, entry, path)
      if (node.kind !== 'mapping') return
      for (const one of node.written)
        visit(one.value, one, path === '' ? writtenName(one) : `${path}.${writtenName(one)}`)
    }
    visit(root, undefined, '')
  }
  return found
}

/** Several rules walk through the same files of the same set. */
const nodes = new WeakMap<FileSet, readonly Walked[]>()
const scalars = new WeakMap<FileSet, readonly WalkedScalar[]>()

/** Keys of the files as they are written, repeated keys included; what aliases repeat is seen once. */
export function nodesOf(set: FileSet): readonly Walked[] {
  const known = nodes.get(set) ?? walked(set)
  nodes.set(set, known)
  return known
}

export type WalkedScalar = Walked & { readonly node: ScalarNode }

/** Plain scalars of YAML with the key they belong to. */
export function scalarsOf(set: FileSet): readonly WalkedScalar[] {
  const known =
    scalars.get(set) ??
    nodesOf(set).filter(
      (one): one is WalkedScalar =>
        one.file.reading.language === 'yaml' && one.node.kind === 'scalar' && one.node.style === 'plain',
    )
  scalars.set(set, known)
  return known
}
