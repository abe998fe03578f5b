/** Comments that switch findings off: `# lora-wizard-disable`, `-disable-line`, `-disable-next-line`, with the ids of rules or for all. */

import { type Node, type Place, placeIn } from './python/yaml/node.ts'
import type { FileFinding, ReadFile } from './rules/file-rule.ts'

interface Switch {
  /** Where the ids stand, or the comment's end. */
  readonly at: Place
  readonly end: number
  /** The line it is about; undefined: the whole file. */
  readonly line: number | undefined
  /** Empty: every rule. */
  readonly rules: readonly string[]
}

/** Whether an offset is inside a text or a quoted key, where a number sign is no comment. */
function insideScalar(node: Node | null, offset: number): boolean {
  if (!node || offset < node.start.offset || offset >= node.end) return false
  if (node.kind === 'scalar') return true
  if (node.kind === 'sequence')
    return node.items.some((item) => item.alias === undefined && insideScalar(item.value, offset))
  return node.written.some(
    (entry) => insideScalar(entry.key, offset) || (entry.alias === undefined && insideScalar(entry.value, offset)),
  )
}

const pattern = /(?:#|\/\/)[ \t]*lora-wizard-disable(-line|-next-line)?(?![\w-])[ \t]*([\w/ \t,-]*)/g

export function switchesIn({ text, reading }: ReadFile): readonly Switch[] {
  if (!text.includes('lora-wizard-disable')) return []
  // Lines are counted on from the last comment: counting from the beginning each time would be quadratic.
  let counted = 0
  let line = 1
  let column = 1
  return [...text.matchAll(pattern)].flatMap(({ index, 0: whole, 1: where, 2: written = '' }): Switch[] => {
    const on = placeIn(text.slice(counted, index), index - counted)
    column = on.line > 1 || counted === 0 ? on.column : column + on.column - 1
    line += on.line - 1
    counted = index
    if (insideScalar(reading.document?.root ?? null, index)) return []
    const ids = written.split('--')[0] ?? ''
    const before = whole.length - written.length
    return [
      {
        at: { offset: index + before, line, column: column + before },
        end: index + before + ids.trimEnd().length,
        line: where === undefined ? undefined : where === '-line' ? line : line + 1,
        rules: ids.split(/[\s,]+/).filter(Boolean),
      },
    ]
  })
}

/** The switches of a file: those for all of it, and those of each line. */
interface Switches {
  readonly everywhere: readonly Switch[]
  readonly of: ReadonlyMap<number, readonly Switch[]>
}

function switchesOf(file: ReadFile): Switches {
  const everywhere: Switch[] = []
  const of = new Map<number, Switch[]>()
  for (const one of switchesIn(file)) {
    const list = one.line === undefined ? everywhere : (of.get(one.line) ?? [])
    list.push(one)
    if (one.line !== undefined) of.set(one.line, list)
  }
  return { everywhere, of }
}

/** The findings that no comment in their file switches off. */
export function unsuppressed(findings: readonly FileFinding[]): readonly FileFinding[] {
  const known = new Map<ReadFile, Switches>()
  return findings.filter(({ file, at, rule }) => {
    const switches = known.get(file) ?? switchesOf(file)
    known.set(file, switches)
    const off = ({ rules }: Switch) => rules.length === 0 || rules.includes(rule)
    return !(switches.everywhere.some(off) || switches.of.get(at.line)?.some(off))
  })
}
