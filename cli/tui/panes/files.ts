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

/** The lines of all files, and the place of the first that changed (-1 = none). */
export function files(
  state: State,
  world: World,
  compared: readonly Compared[],
  columns: number,
): { readonly lines: readonly Line[]; readonly first: number } {
  const lines: Line[] = []
  let first = -1
  const { ellipsis, rule } = world.theme
  const add = (mark: Span, parts: readonly Span[]) => lines.push(cutLine([mark, ...parts], columns, ellipsis))
  for (const { file, before, status: said } of compared) {
    if (lines.length > 0) lines.push(empty)
    const status = said ?? (before === undefined ? 'new' : before === file.text ? 'same' : 'changed')
    const name = [span(`${rule}${rule} `, { dim: true }), span(file.path, { bold: true })]
    lines.push(cutLine([...name, span(` ${say(state, world, `files.${status}`)}`, { dim: true })], columns, ellipsis))
    if (before === undefined || before === file.text) {
      for (const text of linesOf(file.text)) add(span('  '), coloured(printable(text)))
      continue
    }
    for (const { value, added, removed } of diffArrays([...linesOf(before)], [...linesOf(file.text)])) {
      if ((added || removed) && first < 0) first = lines.length
      for (const text of value) {
        if (added) add(span('+ ', { colour: 'added', bold: true }), [span(printable(text), { colour: 'added' })])
        else if (removed) add(span('- ', { colour: 'removed' }), [span(printable(text), { colour: 'removed' })])
        else add(span('  '), coloured(printable(text)))
      }
    }
  }
  return { lines, first }
}
