/** The whole screen as lines: header, progress, the question and the pane beside it, memory, status, keys. */

import type { Answers } from '../../shared/config.ts'
import { refusalText } from '../../shared/refusal-text.ts'
import { progress, type Session, type Step } from '../../shared/session.ts'
import { askAt, jumpAsk, pageOf, shownValue, titleOf, writeAsk } from './asks.ts'
import { type CommandName, shownKey } from './command-keys.ts'
import { filtered } from './controls/choosing.ts'
import { answersWith, findingsFor, helpsMost, memoryFor } from './known.ts'
import {
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
} from './line.ts'
import { markdown } from './markdown.ts'
import { paletteAsk } from './palette.ts'
import { asking } from './panes/asking.ts'
import { card } from './panes/card.ts'
import { type Compared, files } from './panes/files.ts'
import { findings } from './panes/findings.ts'
import { memoryBar, memoryPane } from './panes/memory.ts'
import { type AskOption, panes, replaced, type State, say, type World } from './screen.ts'
import { refusalOf, takesText, typedValue } from './state.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface Frame {
  readonly lines: readonly Line[]
  readonly caret: { readonly x: number; readonly y: number } | undefined
  /** How far the pane is scrolled, and how far it can be. */
  readonly shown: { readonly scroll: number; readonly most: number }
}

/** Whether there is room for two panes; the runs to choose between take the room of both. */
export const isWide = ({ columns }: Size, step?: Step): boolean =>
  columns >= (step?.at === 'goal' && step.ask === 'runs' ? 130 : 76)

export interface Layout {
  readonly wide: boolean
  readonly left: number
  readonly right: number
  readonly body: number
  readonly ruled: boolean
  readonly bar: boolean
}

/** The answers of the review with their effects, and the runs of a goal, take more room than a question does. */
export function layoutOf(size: Size, step?: Step): Layout {
  const wide = isWide(size, step)
  const review = step?.at === 'review' || (step?.at === 'goal' && step.ask === 'runs')
  // One column of margin on both sides; a separator with a space around it between the panes.
  const inner = size.columns - 2
  const most = review && inner >= 108 ? Math.min(Math.round(inner * 0.62), 96) : 64
  const share = review && inner >= 108 ? 0.62 : 0.46
  const left = wide ? Math.min(Math.max(Math.round(inner * share), 34), most) : inner
  const right = wide ? inner - left - 3 : inner
  const ruled = size.rows >= 16
  const bar = size.rows >= 12
  const body = Math.max(size.rows - 4 - (ruled ? 1 : 0) - (bar ? 1 : 0), 1)
  return { wide, left, right, body, ruled, bar }
}

/** The session as it would be with the value under the cursor, or the one that is being typed. */
function preview(state: State, option: AskOption | undefined): Session {
  const { session } = state
  const act = option?.act
  if (act?.do === 'session' && act.action.type === 'take') return { ...session, answers: act.action.answers }
  if (session.step.at !== 'question') return session
  const value = option?.act.do === 'answer' && !option.current ? option.act.value : typedValue(state)
  return value === undefined ? session : { ...session, answers: answersWith(session.answers, session.step.key, value) }
}

/** The files with what each is compared with: before this answer, before the last one, or what stands there. */
function comparedFiles(state: State, world: World, option: AskOption | undefined): readonly Compared[] {
  const { session, language } = state
  const now = preview(state, option)
  const standing = world.standing(now, language)
  if (session.step.at === 'goal') return standing.map((one) => ({ ...one, status: 'new' }))
  if (session.step.at === 'review') {
    if (standing.some(({ before }) => before !== undefined)) return standing
    // Nothing stands there: what the questions changed is what is worth marking.
    return against(standing, world.standing(state.origin, language)).map((one) => ({ ...one, status: 'new' }))
  }
  const earlier = now.answers === session.answers ? state.before : session
  return against(standing, world.standing(earlier, language))
}

const against = (now: ReturnType<World['standing']>, earlier: ReturnType<World['standing']>): readonly Compared[] =>
  now.map(({ file }) => ({ file, before: earlier.find((one) => one.file.path === file.path)?.file.text ?? '' }))

/** A part of many lines. */
function window(
  lines: readonly Line[],
  rows: number,
  wanted: number,
  world: World,
): { readonly lines: readonly Line[]; readonly scroll: number; readonly most: number } {
  const most = Math.max(lines.length - rows, 0)
  const scroll = Math.min(Math.max(wanted, 0), most)
  const part = lines.slice(scroll, scroll + rows)
  if (scroll < most && part.length > 1)
    part[part.length - 1] = plain(`${world.theme.down} ${world.theme.ellipsis}`, { dim: true })
  return { lines: part, scroll, most }
}

function tabs(state: State, world: World, answers: Answers, columns: number): Line {
  const count = findingsFor(answers).length
  const names = panes.map((pane): Span => {
    const label = say(state, world, `panes.${pane}`) + (pane === 'findings' && count > 0 ? ` ${count}` : '')
    return pane === state.pane ? span(label, { colour: 'accent', bold: true }) : span(label, { dim: true })
  })
  return cutLine(
    names.flatMap((name, place) => (place > 0 ? [span('  '), name] : [name])),
    columns,
    world.theme.ellipsis,
  )
}

function paneLines(state: State, world: World, option: AskOption | undefined, columns: number, rows: number) {
  const { pane } = state
  const { answers } = preview(state, option)
  const tabLine = tabs(state, world, answers, columns)
  const head = rows >= 6 ? [tabLine, empty] : [tabLine]
  const room = rows - head.length
  const { lines, first } =
    pane === 'files'
      ? files(state, world, comparedFiles(state, world, option), columns)
      : {
          lines:
            pane === 'card'
              ? card(state, world, option, columns)
              : pane === 'findings'
                ? findings(state, world, answers, columns)
                : memoryPane(state, world, answers, memoryFor(answers), columns),
          first: 0,
        }
  const part = window(lines, room, state.scroll ?? Math.max(first - Math.floor(room / 3), 0), world)
  return { ...part, lines: [...head, ...part.lines] }
}

function header(state: State, world: World, columns: number): Line {
  const { step, preset } = state.session
  const key = step.at === 'question' ? step.key : ''
  const title = [
    span('lora-wizard', { colour: 'accent', bold: true }),
    ...(key ? [span(`  ${key}`, { dim: true })] : []),
  ]
  const name = preset ? (world.wording(state.language).words(`presets/${preset}`)?.title ?? preset) : ''
  return name
    ? justified(title, plain(name, { dim: true }), columns, world.theme.ellipsis)
    : cutLine(title, columns, world.theme.ellipsis)
}

function progressRule(state: State, world: World, columns: number): Line {
  const { place, of } = progress(state.session)
  const done = of > 0 ? Math.round((columns * place) / of) : 0
  return [
    span(world.theme.done.repeat(done), { colour: 'accent' }),
    span(world.theme.rule.repeat(columns - done), { dim: true }),
  ].filter(({ text }) => text !== '')
}

/** Where the run as it is answered does not fit: what alone would help most. What is only looked at is not searched for it. */
function helpLine(state: State, world: World, answers: Answers): string {
  const fails = (some: Answers) => memoryFor(some)?.estimate.fits === 'no'
  if (!fails(answers) || !fails(state.session.answers)) return ''
  const better = helpsMost(state.session.answers)
  if (!better) return ''
  return say(state, world, 'status.helps', {
    option: titleOf(state, world, better.key),
    value: shownValue(state, world, better.value),
    amount: `${better.reserved.toFixed(1)} GiB`,
  })
}

/** What went wrong, where the line below is too short for it: told whole, under the question. */
function longNotice({ notice, overlay, beside, wide }: State, columns: number): string | undefined {
  if (notice?.tone !== 'bad' || overlay || (beside && !wide)) return undefined
  return displayWidth(notice.text) > columns ? notice.text : undefined
}

function status(state: State, world: World, answers: Answers, columns: number): Line {
  const { notice, session } = state
  if (notice && longNotice(state, columns) === undefined) {
    const tone = notice.tone === 'bad' ? ({ colour: 'error' } as const) : ({ colour: 'added' } as const)
    return cutLine([span(notice.text.replaceAll('\n', ' '), tone)], columns, world.theme.ellipsis)
  }
  const found = findingsFor(answers)
  const parts: Span[] = []
  const counted = (severity: 'error' | 'warning' | 'hint') => {
    const count = found.filter((one) => one.severity === severity).length
    if (count === 0) return
    const id = `status.${severity}${count === 1 ? '' : 's'}`
    parts.push(
      span(say(state, world, id, { count }), severity === 'hint' ? { dim: true } : { colour: severity, bold: true }),
    )
  }
  const { place, of } = progress(session)
  if (session.step.at === 'question') parts.push(span(say(state, world, 'status.step', { place, of })))
  const asked = session.step.at === 'question' || session.step.at === 'review' || session.step.at === 'next'
  if (asked) {
    counted('error')
    counted('warning')
    const helps = helpLine(state, world, answers)
    if (helps) parts.push(span(helps, { colour: 'added' }))
    counted('hint')
    if (found.length === 0) parts.push(span(say(state, world, 'status.clean'), { dim: true }))
  }
  const joint = span(` ${world.theme.dot} `, { dim: true })
  return cutLine(
    parts.flatMap((part, at) => (at > 0 ? [joint, part] : [part])),
    columns,
    world.theme.ellipsis,
  )
}

/** The keys that mean something now; those that do not fit are left out, help and the way out never are. */
function keyLine(state: State, world: World, columns: number): Line {
  const { theme } = world
  const { step, past } = state.session
  const one = (key: string, id: string): readonly Span[] => [
    span(key, { bold: true }),
    span(` ${say(state, world, `keys.${id}`)}`, { dim: true }),
  ]
  const called = (name: CommandName, id: string = name) => one(shownKey(name), id)
  const choose = [one(theme.arrows, 'choose'), one(theme.enter, 'accept')]
  const close = one('Esc', 'close')
  let wanted: (readonly Span[])[]
  if (state.overlay?.kind === 'notes') wanted = [one(theme.enter, 'accept'), one(theme.arrows, 'scroll')]
  else if (state.overlay?.kind === 'help') wanted = [one(theme.arrows, 'scroll'), close]
  else if (state.overlay?.kind === 'write') wanted = [one('y', 'write'), one('n', 'not-now'), ...choose, close]
  else if (state.overlay) wanted = [...choose, close]
  else if (takesText(state)) {
    const several = askAt(state, world).options.length > 0
    wanted = [one(theme.enter, 'accept'), ...(several ? [one(theme.arrows, 'choose')] : []), one('Esc', 'leave')]
  } else if (state.beside && !state.wide)
    wanted = [one(theme.arrows, 'scroll'), one('Tab', 'pane'), one(theme.enter, 'question')]
  else
    wanted = [
      ...choose,
      ...(step.at === 'start' ? [] : [one('Esc', 'back')]),
      ...(step.at === 'review' && findingsFor(state.session.answers).length > 0 ? [called('fix')] : []),
      called('palette'),
      one('Tab', 'pane'),
      ...(step.at === 'question' ? [called('review')] : []),
      ...(step.at === 'question' ? [called('go')] : []),
      ...(past.length > 0 ? [called('undo')] : []),
    ]
  const always = [called('help'), one('Ctrl-C', 'quit')]
  const widthOf = (parts: readonly (readonly Span[])[]) => parts.reduce((sum, part) => sum + lineWidth(part) + 2, 0)
  const room = columns - widthOf(always) + 2
  const fitting: (readonly Span[])[] = []
  for (const part of wanted) {
    if (widthOf([...fitting, part]) > room) break
    fitting.push(part)
  }
  return cutLine(
    [...fitting, ...always].flatMap((part, at) => (at > 0 ? [span('  '), ...part] : part)),
    columns,
    theme.ellipsis,
  )
}

/** The keys, and the whole page of what is asked. */
export function helpLines(state: State, world: World, columns: number): readonly Line[] {
  const { bullet, ellipsis } = world.theme
  const { step } = state.session
  const keys = markdown(say(state, world, 'help.keys').replaceAll('\n', '\n\n'), columns, bullet, ellipsis).filter(
    (line) => line.length > 0,
  )
  const lines: Line[] = []
  const option = filtered(askAt(state, world), state.choosing.filter)[state.choosing.cursor]
  const act = option?.act
  const { overlay } = state
  const other = overlay?.kind === 'help' ? overlay.path : undefined
  const path =
    other ??
    (step.at === 'question'
      ? pageOf(step.key)
      : act?.do === 'jump'
        ? act.finding
          ? `rules/${act.finding.rule}`
          : pageOf(act.key)
        : act?.do === 'session' && act.action.type === 'preset'
          ? `presets/${act.action.id}`
          : undefined)
  const page = path ? world.wording(state.language).page(path) : undefined
  if (page) {
    lines.push(
      plain(page.title, { bold: true }),
      ...markdown(`${page.card}\n\n${page.body}`, columns, bullet, ellipsis),
    )
    lines.push(empty, plain(world.theme.rule.repeat(columns), { dim: true }))
  }
  if (other) return lines.slice(0, -2)
  const shownKeys = [
    plain(say(state, world, 'help.title'), { bold: true }),
    ...keys,
    empty,
    ...markdown(say(state, world, 'help.typing'), columns, bullet, ellipsis),
  ]
  // The keys first: whoever needs them does not know how to scroll to them.
  return page
    ? [...shownKeys, empty, plain(world.theme.rule.repeat(columns), { dim: true }), ...lines.slice(0, -2)]
    : shownKeys
}

/** What could not be taken over from a file, one paragraph each. */
function notesLines(state: State, world: World, columns: number): readonly Line[] {
  const { bullet } = world.theme
  return [
    ...wrapText(say(state, world, 'notes.title', { count: state.notes.length }), columns, { bold: true }),
    empty,
    ...state.notes.flatMap((note) => wrapText(`${bullet} ${note}`, columns, {}, 2)),
    empty,
    ...wrapText(say(state, world, 'notes.go-on'), columns, { dim: true }),
  ]
}

const padded = (line: Line, columns: number, ellipsis: string): Line => {
  const shown = cutLine(line, columns, ellipsis)
  const width = lineWidth(shown)
  return width < columns ? [...shown, span(' '.repeat(columns - width))] : shown
}

export function frame(given: State, world: World, size: Size): Frame {
  const { columns, rows } = size
  const state: State = { ...given, wide: isWide(size, given.session.step) }
  const { theme } = world
  if (columns < 40 || rows < 8) {
    const text = cutLine(plain(say(state, world, 'too-small')), columns, theme.ellipsis)
    return {
      lines: [text, ...Array.from({ length: Math.max(rows - 1, 0) }, () => empty)],
      caret: undefined,
      shown: { scroll: 0, most: 0 },
    }
  }
  const { wide, left, right, body, ruled, bar } = layoutOf(size, state.session.step)
  const inner = columns - 2
  const ask = askAt(state, world)
  const option = filtered(ask, state.choosing.filter)[state.choosing.cursor]
  let content: readonly Line[]
  let caret: Frame['caret']
  let shown: Frame['shown'] = { scroll: 0, most: 0 }
  const { overlay } = state
  if (overlay?.kind === 'help') {
    const part = window(helpLines(state, world, Math.min(inner, 96)), body, overlay.scroll, world)
    content = part.lines
    shown = part
  } else if (overlay?.kind === 'notes') {
    const part = window(notesLines(state, world, Math.min(inner, 96)), body, overlay.scroll, world)
    content = part.lines
    shown = part
  } else if (overlay?.kind === 'jump' || overlay?.kind === 'palette') {
    const list = overlay.kind === 'jump' ? jumpAsk(state, world) : paletteAsk(state, world)
    const asked = asking(state, world, list, overlay.choosing, Math.min(inner, 96), body, undefined)
    content = asked.lines
    caret = asked.caret
  } else if (overlay?.kind === 'write') {
    const question = asking(
      state,
      world,
      writeAsk(state, world),
      overlay.choosing,
      inner,
      body >= 14 ? 12 : 6,
      undefined,
    )
    const compared = replaced(state, world)
    const { lines } = files(state, world, compared, inner, true)
    const room = Math.max(body - question.lines.length - 1, 0)
    const part = window(lines, room, overlay.scroll, world)
    content = [...question.lines, ...(room > 0 ? [empty, ...part.lines] : [])]
    shown = part
  } else if (!wide && state.beside) {
    const part = paneLines(state, world, option, inner, body)
    content = part.lines
    shown = part
  } else {
    const refused = refusalOf(state)
    const refusal = refused ? refusalText(refused, world.wording(state.language).sentences) : longNotice(state, inner)
    const asked = asking(state, world, ask, state.choosing, left, body, refusal)
    caret = asked.caret
    if (wide) {
      const part = paneLines(state, world, option, right, body)
      shown = part
      const separator = span(` ${theme.separator} `, { dim: true })
      content = Array.from({ length: body }, (_, row) => [
        ...padded(asked.lines[row] ?? empty, left, theme.ellipsis),
        separator,
        ...cutLine(part.lines[row] ?? empty, right, theme.ellipsis),
      ])
    } else content = asked.lines
  }
  const { at } = state.session.step
  const shownSession = preview(state, option)
  const started = at === 'question' || at === 'review' || at === 'next'
  const earlier = shownSession === state.session ? state.before.answers : state.session.answers
  const memory = started ? memoryBar(state, world, memoryFor(shownSession.answers), memoryFor(earlier), inner) : empty
  const margin = (line: Line): Line => (line.length > 0 ? [span(' '), ...cutLine(line, inner, theme.ellipsis)] : line)
  const lines = [
    margin(header(state, world, inner)),
    progressRule(state, world, columns),
    ...Array.from({ length: body }, (_, row) => margin(content[row] ?? empty)),
    ...(ruled ? [plain(theme.rule.repeat(columns), { dim: true })] : []),
    ...(bar ? [margin(memory)] : []),
    margin(status(state, world, shownSession.answers, inner)),
    margin(keyLine(state, world, inner)),
  ]
  return {
    lines: lines.slice(0, rows),
    caret: caret && { x: caret.x + 1, y: caret.y + 2 },
    shown: { scroll: shown.scroll, most: shown.most },
  }
}

/** How many lines a page of the pane is. */
export const pageRows = (size: Size, step?: Step): number => Math.max(layoutOf(size, step).body - 3, 1)
