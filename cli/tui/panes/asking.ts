/** The question: its title, its choices, the line to type another value, why something is recommended, why something was refused. */
import { refusalText } from '../../../shared/refusal-text.ts'
import type { Choosing } from '../controls/choosing.ts'
import { filtered } from '../controls/choosing.ts'
import type { Entry } from '../controls/entry.ts'
import { graphemes } from '../keys.ts'
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
import { inline } from '../markdown.ts'
import { type Ask, type AskOption, type State, say, type World } from '../screen.ts'
import { sign } from './findings.ts'

export interface Asked {
  readonly lines: readonly Line[]
  /** Where the terminal's cursor belongs: column and line within the pane. */
  readonly caret: { readonly x: number; readonly y: number } | undefined
}

/** The part of a text around its caret that fits. */
function windowed(entry: Entry, columns: number): { readonly text: string; readonly caret: number } {
  const characters = graphemes(entry.text)
  let from = 0
  const widthTo = (start: number) => displayWidth(characters.slice(start, entry.caret).join(''))
  while (widthTo(from) > columns - 1) from++
  return { text: cut(characters.slice(from).join(''), columns, ''), caret: widthTo(from) }
}

/** The sentences below the list that say why. */
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
  const review = state.session.step.at === 'review'
  if (!tight && ask.summary) head.push(...wrapText(ask.summary, columns, { dim: true }).slice(0, 3))
  if (!tight) head.push(empty)

  const shown = filtered(ask.options, choosing.filter)
  const foot: Line[] = []
  if (refusal)
    foot.push(
      ...wrapText(refusal, columns - 2, { colour: 'error' }).map((line, place) => [
        span(place === 0 ? `${theme.error} ` : '  ', { colour: 'error' }),
        ...line,
      ]),
    )
  else if (!tight || ask.options.length === 0)
    for (const remark of ask.remarks.slice(0, 6)) foot.push(...wrapText(remark, columns, { dim: true }).slice(0, 4))

  let caret: Asked['caret']
  if (choosing.filtering || choosing.filter.text !== '') {
    const label = `/ `
    const count = say(state, world, 'status.matches', { count: shown.length, of: ask.options.length })
    const { text, caret: place } = windowed(choosing.filter, columns - 4 - displayWidth(count))
    if (choosing.filtering) caret = { x: label.length + place, y: head.length }
    head.push(
      justified(
        [span(label, { colour: 'accent', bold: true }), span(text)],
        plain(count, { dim: true }),
        columns,
        theme.ellipsis,
      ),
    )
  }

  // The list: lines, and which of them belong to the option under the cursor.
  const list: Line[] = []
  let from = 0
  let to = 0
  let typedLine = -1
  shown.forEach((option, place) => {
    if (option.heading && choosing.filter.text === '') {
      if (list.length > 0) list.push(empty)
      list.push(plain(option.heading, { bold: true }))
    }
    const here = place === choosing.cursor && !choosing.typing
    if (here) from = list.length
    list.push(...optionLines(world, ask, option, place, here, columns, tight, review))
    if (here) to = list.length
  })
  if (ask.typed) {
    const here = choosing.cursor === shown.length
    const label = ask.other
    if (here) from = list.length
    const mark = span(here ? `${theme.pointer} ` : '  ', { colour: 'accent', bold: true })
    if (here && (choosing.typing || choosing.entry.text !== '')) {
      const room = columns - 2 - displayWidth(label) - 2
      const below = room < 16
      const fits = below ? columns - 4 : room
      const { text, caret: place } = windowed(choosing.entry, fits)
      typedLine = list.length + (below ? 1 : 0)
      const x = (below ? 4 : 2 + displayWidth(label) + 2) + place
      if (choosing.typing) caret = { x, y: typedLine }
      if (below) list.push([mark, span(label, { bold: true })], [span('    '), span(text)])
      else list.push([mark, span(`${label}  `, { bold: true }), span(text)])
    } else {
      list.push(
        cutLine(
          [mark, span(`${label}${theme.ellipsis}`, here ? { bold: true } : { dim: true })],
          columns,
          theme.ellipsis,
        ),
      )
    }
    if (here) to = list.length
  }

  const footRows = foot.length > 0 ? foot.length + (tight ? 0 : 1) : 0
  // The list comes first: remarks give way where it would not be seen.
  const least = Math.min(list.length, 4)
  const footShown =
    rows - head.length - footRows >= least
      ? foot
      : foot.slice(0, Math.max(rows - head.length - least - 1, refusal ? 1 : 0))
  const room = Math.max(rows - head.length - (footShown.length > 0 ? footShown.length + (tight ? 0 : 1) : 0), 1)
  const start = list.length <= room ? 0 : Math.min(Math.max(Math.floor((from + to - room) / 2), 0), list.length - room)
  const visible = list.slice(start, start + room)
  const hidden = list.length > start + room
  if (start > 0 && visible.length > 1 && from > start)
    visible[0] = plain(`  ${theme.up} ${theme.ellipsis}`, { dim: true })
  if (hidden && visible.length > 1 && to <= start + room - 1)
    visible[visible.length - 1] = plain(`  ${theme.down} ${theme.ellipsis}`, { dim: true })
  const lines = [...head, ...visible]
  if (footShown.length > 0) {
    if (!tight) lines.push(empty)
    lines.push(...footShown)
  }
  const inList = caret && typedLine >= 0 && choosing.typing
  const placed = caret && (inList ? { x: caret.x, y: head.length + caret.y - start } : caret)
  return { lines: lines.slice(0, rows), caret: placed && placed.y < rows ? placed : undefined }
}

function optionLines(
  world: World,
  ask: Ask,
  option: AskOption,
  place: number,
  here: boolean,
  columns: number,
  tight: boolean,
  review: boolean,
): readonly Line[] {
  const { theme } = world
  const mark = span(here ? `${theme.pointer} ` : '  ', { colour: 'accent', bold: true })
  const number = ask.numbered && place < 9 ? [span(`${place + 1} `, { dim: true })] : []
  const indent = 2 + lineWidth(number)
  const style = here ? ({ colour: 'accent', bold: true } as const) : {}
  if (option.tone) {
    const lines = wrapText(option.label, columns - 4, here ? { bold: true } : {})
    const shown = here ? lines : lines.slice(0, 2)
    const more = here && option.note ? wrapText(option.note, columns - 4, { dim: true }) : []
    const severity = option.tone
    return [...shown, ...more].map((line, at) => [
      at === 0 ? mark : span('  '),
      at === 0 ? sign(world, severity) : span('  '),
      ...line,
    ])
  }
  const tags: Span[] = []
  if (option.current) tags.push(span(` ${theme.current}`, { colour: 'accent', bold: true }))
  if (option.marked) tags.push(span(` ${theme.bullet}`, { colour: 'accent' }))
  for (const tag of option.tags ?? []) tags.push(span(` ${tag}`, { dim: true }))
  const label = [mark, ...number, span(option.label, style)]
  const isLong = option.beside !== undefined && displayWidth(option.beside) > columns / 2
  const edge = option.beside
    ? [
        span(
          isLong ? cut(option.beside, Math.floor(columns / 2), theme.ellipsis) : option.beside,
          here ? { bold: true } : review ? {} : { dim: true },
        ),
      ]
    : []
  const tagged = [...label, ...tags]
  // Tags give way before the label does.
  const free = columns - lineWidth(edge) - (edge.length > 0 ? 1 : 0)
  const body = lineWidth(tagged) <= free ? tagged : [...label, ...tags.slice(0, option.current ? 1 : 0)]
  const first =
    edge.length > 0 ? justified(body, edge, columns, theme.ellipsis) : cutLine(body, columns, theme.ellipsis)
  const isCatalogue = !here && ask.options.length > 12
  if (
    !option.note ||
    isCatalogue ||
    (!here && (tight || review || ask.options.length > 5)) ||
    (review && option.act.do === 'jump' && !here)
  )
    return [first]
  if (review && option.act.do === 'jump') return [first]
  const note = wrapText(option.note, columns - indent, { dim: true })
  const most = here ? (tight ? 2 : 4) : 2
  return [first, ...note.slice(0, most).map((line) => [span(' '.repeat(indent)), ...line])]
}

/** Why the last value was not taken, in words. */
export const refusalLine = (
  state: State,
  world: World,
  refusal: Parameters<typeof refusalText>[0] | null,
): string | undefined => (refusal ? refusalText(refusal, world.wording(state.language).sentences) : undefined)

/** A text with marks as one line. */
export const markedLine = (text: string): Line => inline(text)
