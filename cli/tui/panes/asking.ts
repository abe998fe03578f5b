/** The question: its title, its choices, the line to type another value, why something is recommended, why something was refused. */
import { type Choosing, filtered } from '../controls/choosing.ts'
import type { Entry } from '../controls/entry.ts'
import {
  cut,
  cutLine,
  displayWidth,
  empty,
  justified,
  type Line,
  lineWidth,
  plain,
  type Span,
  span,
  wrapText,
} from '../line.ts'
import { type Ask, type AskOption, type State, say, type World } from '../screen.ts'
import { graphemes } from '../width.ts'
import { sign } from './findings.ts'

export interface Asked {
  readonly lines: readonly Line[]
  /** Where the terminal's cursor belongs: column and line within the pane. */
  readonly caret: { readonly x: number; readonly y: number } | undefined
}

/** What is drawn, in how many columns, and how many lines an option may take. */
interface Drawing {
  readonly state: State
  readonly world: World
  readonly ask: Ask
  readonly choosing: Choosing
  readonly columns: number
  /** How many lines there are room for, and so how far from the cursor anything is seen. */
  readonly rows: number
  /** `full`: every note; `here`: the note of the option under the cursor; `none`: one line each. */
  readonly notes: 'full' | 'here' | 'none'
}

/** The part of a text around its caret that fits. */
function windowed(entry: Entry, columns: number): { readonly text: string; readonly caret: number } {
  const characters = graphemes(entry.text)
  let from = 0
  const widthTo = (start: number) => displayWidth(characters.slice(start, entry.caret).join(''))
  while (widthTo(from) > columns - 1) from++
  return { text: cut(characters.slice(from).join(''), columns, ''), caret: widthTo(from) }
}

const pointer = (world: World, here: boolean): Span =>
  here ? span(`${world.theme.pointer} `, { colour: 'accent', bold: true }) : span('  ')

/** A finding in the review: its sign and what is wrong; under the cursor also what to do. */
function findingLines({ world, columns }: Drawing, option: AskOption, here: boolean): readonly Line[] {
  const severity = option.tone ?? 'hint'
  const lines = wrapText(option.label, columns - 4, here ? { bold: true } : {})
  // Two lines are enough to know which one it is.
  const [first = empty, second = empty] = lines
  const closed = lines.length > 2 ? [first, [...cutLine(second, columns - 5, ''), span(world.theme.ellipsis)]] : lines
  const shown = here ? [...lines, ...wrapText(option.note ?? '', columns - 4, { dim: true })] : closed
  return shown
    .filter((line) => lineWidth(line) > 0)
    .map((line, at) => (at === 0 ? [pointer(world, here), sign(world, severity), ...line] : [span('    '), ...line]))
}

function optionLines(drawing: Drawing, given: AskOption, place: number, here: boolean): readonly Line[] {
  const { world, ask, choosing, columns, rows, notes } = drawing
  const { theme } = world
  const near = Math.abs(place - choosing.cursor) <= rows
  const option = given.late && near ? { ...given, ...given.late(columns) } : given
  if (option.tone) return findingLines(drawing, option, here)
  const number = ask.numbered && place < 9 && choosing.filter.text === '' ? [span(`${place + 1}) `, { dim: true })] : []
  const indent = 2 + lineWidth(number)
  const current = option.current ? [span(` ${theme.current}`, { colour: 'accent', bold: true })] : []
  const marked = option.marked ? [span(` ${theme.differs}`, { colour: 'accent' })] : []
  const failing = option.fails ? [span(` ${theme.error}`, { colour: 'error', bold: true })] : []
  const marks = [...current, ...failing, ...marked]
  // Where there is room the effect stands behind the value, in a column of its own.
  const within = option.effect && columns >= 64 ? Math.floor(columns * 0.54) : columns
  const effect = option.effect && within < columns ? cut(option.effect, columns - within - 3, theme.ellipsis) : ''
  const most = Math.floor(within / 2)
  const beside = option.beside === undefined ? '' : cut(option.beside, most, theme.ellipsis)
  const edge = beside
    ? [span(beside, { ...(here ? { bold: true } : {}), ...(option.edge ? { colour: option.edge } : {}) })]
    : []
  // Tags give way first, then the label; marks and the edge stay.
  const free = within - (edge.length > 0 ? displayWidth(beside) + 1 : 0)
  const room = free - indent - lineWidth(marks)
  const label = cut(option.label, room, theme.ellipsis)
  const body: Span[] = [
    pointer(world, here),
    ...number,
    span(label, here ? { colour: 'accent', bold: true } : {}),
    ...marks,
  ]
  for (const tag of option.tags ?? []) {
    const part = span(` ${tag}`, { dim: true })
    if (lineWidth([...body, part]) <= free) body.push(part)
  }
  const line = edge.length > 0 ? justified(body, edge, within, theme.ellipsis) : cutLine(body, within, theme.ellipsis)
  const first = effect ? [...line, span(`   ${effect}`, { dim: true })] : line
  // The whole of what had to be cut is told under the cursor.
  const whole = here && option.beside !== undefined && beside !== option.beside ? [option.beside] : []
  // A name that is too long even for a line of its own is broken where it has parts.
  const broken = displayWidth(option.label) > columns - indent ? option.label.replace('/', '/\n') : option.label
  const wholeLabel = here && label !== option.label ? [broken] : []
  const noted = option.note && (notes === 'full' || (notes === 'here' && here)) ? [option.note] : []
  const below = [...wholeLabel, ...whole, ...noted].flatMap((text) => wrapText(text, columns - indent, { dim: true }))
  const under = (option.below?.(columns - indent) ?? []).map((one) => [span(' '.repeat(indent)), ...one])
  return [first, ...under, ...below.slice(0, 5).map((line) => [span(' '.repeat(indent)), ...line])]
}

/** The line to type another value. */
function typedLines({ ask, choosing, world, columns }: Drawing, here: boolean) {
  const place = ask.options.length
  const number = ask.numbered && place < 9 && choosing.filter.text === '' ? `${place + 1}) ` : ''
  const mark = pointer(world, here)
  const label = `${number}${ask.other}`
  if (!here || (!choosing.typing && choosing.entry.text === '')) {
    const line = [mark, span(`${label}${world.theme.ellipsis}`, here ? { bold: true } : { dim: true })]
    return { lines: [cutLine(line, columns, world.theme.ellipsis)], x: 0 }
  }
  const beside = columns - 4 - displayWidth(label)
  const below = beside < 16
  const { text, caret } = windowed(choosing.entry, below ? columns - 4 : beside)
  const lines = below
    ? [
        [mark, span(label, { bold: true })],
        [span('    '), span(text)],
      ]
    : [[mark, span(`${label}  `, { bold: true }), span(text)]]
  return { lines, x: caret + (below ? 4 : 4 + displayWidth(label)) }
}

/** The list, which of its lines belong to the option under the cursor, and where text is typed. */
function listLines(drawing: Drawing) {
  const { ask, choosing } = drawing
  const shown = filtered(ask, choosing.filter)
  const lines: Line[] = []
  let from = 0
  let to = 0
  let caret: Asked['caret']
  shown.forEach((option, place) => {
    if (option.heading && choosing.filter.text === '') {
      if (lines.length > 0) lines.push(empty)
      lines.push(plain(option.heading, { bold: true }))
    }
    const here = place === choosing.cursor && !choosing.typing
    if (here) from = lines.length
    lines.push(...optionLines(drawing, option, place, here))
    if (here) to = lines.length
  })
  if (ask.typed) {
    const here = choosing.cursor === shown.length
    const typed = typedLines(drawing, here)
    if (here) from = lines.length
    lines.push(...typed.lines)
    if (here) to = lines.length
    if (here && choosing.typing && !choosing.filtering) caret = { x: typed.x, y: lines.length - 1 }
  }
  return { lines, from, to, caret }
}

/** The question in so many columns and rows. */
export function asking(
  state: State,
  world: World,
  ask: Ask,
  choosing: Choosing,
  columns: number,
  rows: number,
  refusal: string | undefined,
): Asked {
  const { theme } = world
  const tight = rows < 12
  const head: Line[] = [...wrapText(ask.title, columns, { bold: true }).slice(0, tight ? 1 : 2)]
  if (!tight && ask.summary) head.push(...wrapText(ask.summary, columns, { dim: true }).slice(0, 3))
  if (!tight) head.push(empty)
  let caret: Asked['caret']
  if (choosing.filtering || choosing.filter.text !== '') {
    const shown = filtered(ask, choosing.filter).length
    const count = ask.search
      ? say(state, world, 'status.found', { count: shown })
      : say(state, world, 'status.matches', { count: shown, of: ask.options.length })
    const { text, caret: place } = windowed(choosing.filter, columns - 4 - displayWidth(count))
    if (choosing.filtering) caret = { x: 2 + place, y: head.length }
    const typed = [span('/ ', { colour: 'accent', bold: true }), span(text)]
    head.push(justified(typed, plain(count, { dim: true }), columns, theme.ellipsis))
  }

  const foot: Line[] = []
  if (refusal) {
    const lines = wrapText(refusal, columns - 2, { colour: 'error' })
    foot.push(...lines.map((line, at) => [span(at === 0 ? `${theme.error} ` : '  ', { colour: 'error' }), ...line]))
  } else if (!tight || ask.options.length === 0) {
    for (const remark of ask.remarks.slice(0, 6)) foot.push(...wrapText(remark, columns, { dim: true }).slice(0, 4))
  }
  const gap = tight ? 0 : 1

  // Notes are shown where all of the list still fits; the remarks give way where the list would not be seen.
  const drawing: Drawing = { state, world, ask, choosing, columns, rows, notes: 'full' }
  const review = state.session.step.at === 'review'
  const roomFor = (lines: readonly Line[]) => rows - head.length - (lines.length > 0 ? lines.length + gap : 0)
  const tries = (['full', 'here'] as const).filter((notes) => !(notes === 'full' && review))
  const drawn = tries.map((notes) => listLines({ ...drawing, notes }))
  const fitting = drawn.find(({ lines }) => lines.length <= roomFor(foot))
  const list = fitting ?? (drawn.at(-1) as ReturnType<typeof listLines>)
  const least = Math.min(list.lines.length, 5)
  const footShown = refusal || roomFor(foot) >= least ? foot.slice(0, Math.max(rows - head.length - 2, 1)) : []
  const room = Math.max(roomFor(footShown), 1)

  const over = list.lines.length - room
  const start = over <= 0 ? 0 : Math.min(Math.max(Math.floor((list.from + list.to - room) / 2), 0), over)
  const visible = list.lines.slice(start, start + room)
  const last = visible.length - 1
  if (start > 0 && last > 0 && list.from > start) visible[0] = plain(`  ${theme.up} ${theme.ellipsis}`, { dim: true })
  if (start < over && last > 0 && list.to <= start + last)
    visible[last] = plain(`  ${theme.down} ${theme.ellipsis}`, { dim: true })
  if (list.caret) caret = { x: list.caret.x, y: head.length + list.caret.y - start }
  const lines = [...head, ...visible, ...(footShown.length > 0 ? [...(gap ? [empty] : []), ...footShown] : [])]
  return { lines: lines.slice(0, rows), caret: caret && caret.y < rows ? caret : undefined }
}
