/** The files as they will be, with the lines marked that differ from another state of them. */
import { diffArrays } from 'diff'
import type { EmittedFile } from '../../../shared/emitters/emitter.ts'
import { cutLine, empty, type Line, printable, type Span, span } from '../line.ts'
import { type State, say, type World } from '../screen.ts'

/** A file and what it is compared with. */
export interface Compared {
  readonly file: EmittedFile
  readonly before: string | undefined
  /** What is said beside its name, where that does not follow from the comparison. */
  readonly status?: 'new'
}

/** A comment is quieter than what a tool reads. */
function coloured(text: string): readonly Span[] {
  const comment = /^\s*#|(?<=\s)# /.exec(text)
  if (!comment) return [span(text)]
  return [span(text.slice(0, comment.index)), span(text.slice(comment.index), { dim: true })].filter(
    (one) => one.text !== '',
  )
}

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n')

/** Lines that stay, kept on both sides of what changes where the rest is folded. */
const context = 2

/** The lines of all files, and the place of the first that changed (-1 = none). `folded`: only what changes, with a little around it. */
export function files(
  state: State,
  world: World,
  compared: readonly Compared[],
  columns: number,
  folded = false,
): { readonly lines: readonly Line[]; readonly first: number } {
  const lines: Line[] = []
  let first = -1
  const { ellipsis, rule } = world.theme
  const add = (mark: Span, parts: readonly Span[]) => lines.push(cutLine([mark, ...parts], columns, ellipsis))
  for (const { file, before, status: said } of compared) {
    if (lines.length > 0) lines.push(empty)
    const status = said ?? (before === undefined ? 'new' : before === file.text ? 'same' : 'changed')
    const name = [span(`${rule}${rule} `, { dim: true }), span(file.path, { bold: true })]
    const parts =
      before === undefined || before === file.text ? [] : diffArrays([...linesOf(before)], [...linesOf(file.text)])
    const count = (wanted: 'added' | 'removed') =>
      parts.reduce((sum, part) => sum + (part[wanted] ? part.value.length : 0), 0)
    const counts =
      parts.length > 0
        ? [span(` +${count('added')}`, { colour: 'added' }), span(` -${count('removed')}`, { colour: 'removed' })]
        : []
    const remark = span(` ${say(state, world, `files.${status}`)}`, { dim: true })
    lines.push(cutLine([...name, remark, ...counts], columns, ellipsis))
    if (before === undefined || before === file.text) {
      for (const text of linesOf(file.text)) add(span('  '), coloured(printable(text)))
      continue
    }
    for (const [place, { value, added, removed }] of parts.entries()) {
      if ((added || removed) && first < 0) first = lines.length
      const [above, below] = [place > 0 ? context : 0, place < parts.length - 1 ? context : 0]
      const hidden = added || removed || !folded ? 0 : value.length - above - below
      for (const [at, text] of value.entries()) {
        if (hidden > 1 && at >= above && at < above + hidden) {
          if (at === above) {
            const words = say(state, world, 'files.folded', { count: hidden })
            lines.push(cutLine([span(`  ${ellipsis} ${words}`, { dim: true })], columns, ellipsis))
          }
          continue
        }
        if (added) add(span('+ ', { colour: 'added', bold: true }), [span(printable(text), { colour: 'added' })])
        else if (removed) add(span('- ', { colour: 'removed' }), [span(printable(text), { colour: 'removed' })])
        else add(span('  '), coloured(printable(text)))
      }
    }
  }
  return { lines, first }
}
