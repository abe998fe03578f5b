/** What each key does to the screen: pure, so that any sequence of keys can be tried without a terminal. */
import { nearestGpus, parseGpu } from '../../shared/catalog/gpu-names.ts'
import { modelOfRun } from '../../shared/catalog/resolve-model.ts'
import { type Answers, answerAll, parseText, type Refusal } from '../../shared/config.ts'
import type { Value } from '../../shared/fields/field.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { cardsText } from '../../shared/hardware.ts'
import { fill, type Language, languages, type SentenceFacts } from '../../shared/pages.ts'
import type { Finding } from '../../shared/rules/rule.ts'
import {
  type Action,
  type AskedLevel,
  askedLevels,
  type GoalAsk,
  questions,
  type Session,
  same,
  step,
} from '../../shared/session.ts'
import type { FoundStart, ReadAnswers } from '../face.ts'
import { askAt, jumpAsk, shownValue, titleOf, writeAsk } from './asks.ts'
import { type CommandName, commandOf } from './command-keys.ts'
import { type Chosen, choosing, chosen, filtered } from './controls/choosing.ts'
import { goalNumber } from './goal.ts'
import type { Key } from './keys.ts'
import { adviceFor, answersWith, bestFor, findingsFor, helpsMost, memoryFor, runFor, spelt } from './known.ts'
import { paletteAsk } from './palette.ts'
import { type Ask, type AskOption, type Overlay, type Pane, panes, type State, say, type World } from './screen.ts'

/** What the folder and the command line bring beside a session. */
export interface Brought {
  readonly starts?: readonly FoundStart[]
  readonly notes?: readonly string[]
}

export function begun(
  session: Session,
  draft: Session | undefined,
  language: Language,
  world: World,
  { starts = [], notes = [] }: Brought = {},
): State {
  const state: State = {
    session,
    language,
    draft,
    starts,
    choosing: choosing({ options: [], typed: false, home: 0 }),
    pane: session.step.at === 'review' ? 'files' : 'card',
    beside: false,
    scroll: null,
    overlay: notes.length > 0 ? { kind: 'notes', scroll: 0 } : null,
    before: session,
    origin: session,
    notice: null,
    request: null,
    returning: false,
    notes,
    wide: true,
    page: 10,
    shown: { scroll: 0, most: 0 },
  }
  return { ...state, choosing: choosing(askAt(state, world)) }
}

/** Whether keys are text now: letters and digits are no commands then. */
export const takesText = (state: State): boolean => {
  const { overlay } = state
  const one = overlay && 'choosing' in overlay ? overlay.choosing : overlay ? undefined : state.choosing
  return one !== undefined && (one.typing || one.filtering)
}

/** The state at a session: the question's list begins anew where the step changed. */
function at(state: State, session: Session, world: World, more: Partial<State> = {}): State {
  if (session === state.session) return { ...state, notice: null, ...more }
  const moved = session.step !== state.session.step
  const changed = session.answers !== state.session.answers
  const review = session.step.at === 'review'
  const wasReview = state.session.step.at === 'review'
  const began = ['start', 'goal', 'preset', 'file', 'next'].includes(session.step.at)
  const next: State = {
    ...state,
    session,
    before: began ? session : changed ? state.session : state.before,
    origin: began ? session : state.origin,
    pane: review && !wasReview ? 'files' : !review && wasReview ? 'card' : state.pane,
    beside: moved ? false : state.beside,
    scroll: null,
    notice: null,
    returning: session.step.at === 'question' && (state.returning || (wasReview && moved)),
    draft: began ? state.draft : undefined,
    ...more,
  }
  if (!moved && !changed && session.level === state.session.level) return next
  return { ...next, choosing: choosing(askAt(next, world)) }
}

/** The state once the machine has said what it has: taken where nobody has answered otherwise, and no file or preset has. */
export function machineFound(state: State, answers: Answers, world: World): State {
  const { session } = state
  const cards = cardsText(answers)
  const untouched = Object.keys(session.answers).every((key) => session.visited.includes(key as FieldKey))
  const { step: now } = session
  const early =
    now.at === 'start' ||
    (now.at === 'goal' && now.ask === 'model') ||
    (now.at === 'goal' && now.ask === 'gpu' && state.choosing.cursor === 0) ||
    (now.at === 'question' && !now.key.startsWith('hardware.'))
  if (!cards || !early || !untouched || session.visited.includes('hardware.gpu')) return state
  const found = fill(world.wording(state.language).sentences('hardware.found') ?? '', { cards })
  const next = { ...session, answers: { ...answers, ...session.answers } }
  return {
    ...state,
    session: next,
    ...(now.at === 'start' ? { before: next, origin: next } : {}),
    notice: { text: found, tone: 'good' },
  }
}

const act = (state: State, action: Action, world: World): State => at(state, step(state.session, action), world)

/** The next step after an answer: from the review one goes back to it. */
function answered(state: State, value: Value, world: World): State {
  const session = step(state.session, { type: 'answer', value })
  if (session.refusal) return { ...state, session, notice: null }
  const back = state.returning && session.step.at !== 'review'
  return at(state, back ? { ...session, step: { at: 'review' } } : session, world, { returning: false })
}

const errorsOf = (session: Session): readonly Finding[] =>
  findingsFor(session.answers).filter(({ severity }) => severity === 'error')

/** Writing asked for: refused with errors; otherwise what would be written is shown, and asked. */
export function write(state: State, world: World): State {
  const errors = errorsOf(state.session)
  if (errors.length > 0) {
    const { options } = askAt(state, world)
    const first = options.findIndex(({ act: one }) => one.do === 'jump' && one.finding?.severity === 'error')
    return {
      ...state,
      choosing: { ...state.choosing, cursor: Math.max(first, 0) },
      pane: 'findings',
      scroll: null,
      notice: { text: say(state, world, 'review.refused', { count: errors.length }), tone: 'bad' },
    }
  }
  return {
    ...state,
    notice: null,
    overlay: { kind: 'write', choosing: choosing(writeAsk(state, world)), scroll: 0 },
  }
}

function perform(state: State, option: AskOption, world: World): State {
  const { act: one } = option
  switch (one.do) {
    case 'session':
      return act(state, one.action, world)
    case 'answer':
      return answered(state, one.value, world)
    case 'draft': {
      const { draft } = state
      if (!draft) return state
      return at({ ...state, draft: undefined }, draft, world, { origin: draft, before: draft })
    }
    case 'questions':
      return act(
        { ...state, session: step(state.session, { type: 'level', level: one.level }) },
        { type: 'next', to: 'questions' },
        world,
      )
    case 'jump':
      return act(state, { type: 'jump', to: one.key }, world)
    case 'write':
      return write(state, world)
    case 'write-now':
      return { ...state, overlay: null, request: { type: 'write' } }
    case 'command':
      return run(state, one.name, world)
    case 'page':
      return { ...state, notice: null, overlay: { kind: 'help', scroll: 0, path: one.path } }
    case 'read':
      return { ...state, notice: null, request: { type: 'read', path: one.path, review: true } }
    case 'open':
      return opened(state, one.key, world)
    case 'leave-overlay':
      return { ...state, overlay: null }
  }
}

/** To an option from anywhere: the questions are widened to its level; one that plays no part in this run shows its page. */
function opened(state: State, key: FieldKey, world: World): State {
  const path = `fields/${key.replace('.', '/')}`
  const wider = askedLevels.find(
    (level) =>
      askedLevels.indexOf(level) >= askedLevels.indexOf(state.session.level) &&
      questions({ ...state.session, level }).includes(key),
  )
  if (!wider) return { ...state, overlay: { kind: 'help', scroll: 0, path } }
  const session = step(state.session, { type: 'level', level: wider })
  const next = at(state, session, world)
  return act(next, { type: 'jump', to: key }, world)
}

/** A text that was typed at a question or as a path. */
function typed(state: State, text: string, world: World): State {
  const { step: here } = state.session
  if (here.at === 'file') {
    const path = text.trim()
    return path === '' ? state : { ...state, notice: null, request: { type: 'read', path } }
  }
  if (here.at === 'goal') return typedGoal(state, here.ask, text.trim(), world)
  if (here.at !== 'question') return state
  const unknown = here.key === 'hardware.gpu' ? nearestGpus(text.trim()) : undefined
  if (unknown) {
    const facts = { gpu: text.trim(), nearest: unknown.join(', ') }
    const id = unknown.length > 0 ? 'unknown-gpu' : 'unknown-gpu-bare'
    return { ...state, notice: { text: say(state, world, id, facts), tone: 'bad' } }
  }
  const parsed = parseText(here.key, spelt(here.key, text.trim()))
  if ('refusal' in parsed) return { ...state, session: { ...state.session, refusal: parsed.refusal }, notice: null }
  return answered(state, parsed.value, world)
}

/** A part of the goal that was typed: a model or its folder, GPUs, a number. */
function typedGoal(state: State, ask: GoalAsk, text: string, world: World): State {
  const bad = (id: string, facts: SentenceFacts): State => ({
    ...state,
    notice: { text: say(state, world, id, facts), tone: 'bad' },
  })
  if (text === '') return state
  if (ask === 'model') {
    const answers = { ...state.session.answers, 'model.id': text }
    if (modelOfRun(runFor(answers)).kind === 'unknown') return bad('goal.unknown-model', { model: text })
    return act(state, { type: 'goal', answers: { 'model.id': text } }, world)
  }
  if (ask === 'gpu') {
    const found = parseGpu(text)
    if (found.kind === 'found') {
      const number = found.count === null ? {} : { 'hardware.gpus_per_machine': found.count }
      const action: Action = { type: 'goal', answers: { 'hardware.gpu': found.gpu.name, ...number } }
      return act(state, found.count === null ? { ...action, ask: 'count' } : action, world)
    }
    const nearest = found.kind === 'unknown' ? found.nearest : found.names
    return bad(nearest.length > 0 ? 'unknown-gpu' : 'unknown-gpu-bare', { gpu: text, nearest: nearest.join(', ') })
  }
  if (ask === 'runs') return state
  const value = Number(text.replace(/[\s,_]/g, ''))
  const whole = Number.isInteger(value) && value > 0 && value <= 10_000_000
  const gpus = runFor(state.session.answers).config['hardware.gpus_per_machine']
  if (!whole) return bad('goal.no-number', { value: text })
  if (ask === 'batch' && value % gpus !== 0) return bad('goal.undivided', { batch: value, gpus })
  return act(state, goalNumber(ask, value), world)
}

/** What the text that is being typed would come to; undefined where nothing is. */
function attempt(state: State): { readonly value: Value } | { readonly refusal: Refusal } | undefined {
  const { step: here } = state.session
  const { typing, entry } = state.choosing
  if (here.at !== 'question' || !typing || entry.text.trim() === '') return undefined
  const parsed = parseText(here.key, spelt(here.key, entry.text.trim()))
  if ('refusal' in parsed) return parsed
  const { refusal } = step({ ...state.session, refusal: null }, { type: 'answer', value: parsed.value })
  return refusal ? { refusal } : parsed
}

/** Why the text that is being typed would be refused, said while it is typed; otherwise why the last value was. */
export function refusalOf(state: State): Refusal | null {
  const tried = attempt(state)
  if (!tried) return state.session.refusal
  return 'refusal' in tried ? tried.refusal : null
}

/** The value that is being typed, where it would be taken. */
export function typedValue(state: State): Value | undefined {
  const tried = attempt(state)
  return tried && 'value' in tried ? tried.value : undefined
}

/** Applies what helps most: the fix of the selected finding; memory where the run doesn't fit; the first fix there is. */
function fixMost(state: State, selected: Finding | undefined, world: World): State {
  const { answers } = state.session
  const short = memoryFor(answers)?.estimate.fits === 'no'
  if (selected?.fix) return mend(state, selected, world)
  if (short && (!selected || selected.rule.startsWith('memory/'))) return saveMemory(state, world)
  if (selected) return told(state, world, 'review.no-fix')
  const fixable = findingsFor(answers).find(({ fix }) => fix !== undefined)
  return fixable ? mend(state, fixable, world) : told(state, world, 'nothing-to-fix')
}

/** The answers with the one change that saves most, or with the planner's run where no single one helps. */
function saveMemory(state: State, world: World): State {
  const { session } = state
  const better = helpsMost(session.answers)
  const best = better ? undefined : bestFor(session.answers)
  if (!better && !best) return told(state, world, 'review.nothing-fits')
  const answers = better ? answersWith(session.answers, better.key, better.value) : (best as Answers)
  const past = [...session.past, { ...session, past: [] }]
  const next = at(state, { ...session, answers, past, refusal: null }, world)
  const now = memoryFor(answers)
  const text = say(state, world, better ? 'review.saved' : 'review.planned', {
    option: better ? titleOf(state, world, better.key) : '',
    value: better ? shownValue(state, world, better.value) : '',
    used: now?.estimate.perGpu.reserved.toFixed(1) ?? '',
    card: now?.card.toFixed(1) ?? '',
  })
  return { ...next, notice: { text, tone: 'good' } }
}

/** Applies what mends a finding. */
function mend(state: State, finding: Finding, world: World): State {
  if (!finding.fix) return told(state, world, 'review.no-fix')
  const { session } = state
  const taken = Object.entries(finding.fix)
    .filter(([, value]) => value === null)
    .map(([key]) => key)
  const kept = Object.fromEntries(Object.entries(session.answers).filter(([key]) => !taken.includes(key)))
  const given = Object.entries(finding.fix).filter(([, value]) => value !== null) as [string, Value][]
  const { answers } = answerAll(kept, given)
  const past = [...session.past, { ...session, past: [] }]
  const next = at(state, { ...session, answers, past, refusal: null }, world)
  const cursor = Math.min(state.choosing.cursor, Math.max(askAt(next, world).options.length - 1, 0))
  return {
    ...next,
    choosing: { ...next.choosing, cursor },
    notice: { text: say(state, world, 'review.mended'), tone: 'good' },
  }
}

function cyclePane(state: State, by: 1 | -1): State {
  const place = panes.indexOf(state.pane)
  if (state.wide) {
    const pane = panes[(place + by + panes.length) % panes.length] as Pane
    return { ...state, pane, scroll: null }
  }
  // One pane at a time: the question is a stop of its own.
  const stops = panes.length + 1
  const stop = (state.beside ? place + 1 : 0) + by
  const next = (stop + stops) % stops
  return next === 0
    ? { ...state, beside: false, scroll: null }
    : { ...state, beside: true, pane: panes[next - 1] as Pane, scroll: null }
}

const scrolled = ({ shown, ...state }: State, by: number): State => ({
  ...state,
  shown,
  scroll: Math.min(Math.max((state.scroll ?? shown.scroll) + by, 0), shown.most),
})

/** The help or the notes on a file, scrolled or closed. */
function inText(state: State, overlay: Extract<Overlay, { kind: 'help' | 'notes' }>, key: Key): State {
  const to = (scroll: number): State => ({ ...state, overlay: { ...overlay, scroll: Math.max(scroll, 0) } })
  const closed: State = { ...state, overlay: null }
  if (key.type === 'text') return key.text === ' ' ? to(overlay.scroll + state.page) : key.text === '?' ? closed : state
  if (key.type === 'paste') return state
  switch (key.name) {
    case 'down':
      return to(overlay.scroll + 1)
    case 'up':
      return to(overlay.scroll - 1)
    case 'page-down':
      return to(overlay.scroll + state.page)
    case 'page-up':
      return to(overlay.scroll - state.page)
    case 'home':
      return to(0)
    case 'end':
      return to(1e6)
    case 'escape':
    case 'enter':
    case 'left':
    case 'f1':
      return closed
    default:
      return state
  }
}

/** The question before writing: y and n answer it, and the difference can be scrolled. */
function inWrite(state: State, overlay: Extract<Overlay, { kind: 'write' }>, key: Key, world: World): State {
  const scrolledBy = (rows: number): State => ({
    ...state,
    overlay: { ...overlay, scroll: Math.max(overlay.scroll + rows, 0) },
  })
  if (key.type === 'text' && key.text.toLowerCase() === 'y')
    return { ...state, overlay: null, request: { type: 'write' } }
  if (key.type === 'text' && key.text.toLowerCase() === 'n') return { ...state, overlay: null }
  if (key.type === 'paste' || (key.type === 'text' && !/^\d$/.test(key.text))) return state
  if (key.type === 'key' && (key.name === 'escape' || key.name === 'left')) return { ...state, overlay: null }
  if (key.type === 'key' && key.name === 'page-down') return scrolledBy(state.page)
  if (key.type === 'key' && key.name === 'page-up') return scrolledBy(-state.page)
  const result = chosen(overlay.choosing, key, writeAsk(state, world))
  if (result?.to === 'state') return { ...state, overlay: { ...overlay, choosing: result.state } }
  return result?.to === 'option' ? perform({ ...state, overlay: null }, result.option, world) : state
}

/** The two lists that open over a question: of answered questions, and of everything. */
function inList(state: State, overlay: Extract<Overlay, { kind: 'jump' | 'palette' }>, key: Key, world: World): State {
  const offer = overlay.kind === 'jump' ? jumpAsk(state, world) : paletteAsk(state, world)
  const filtering = overlay.choosing.filtering
  const result = chosen(overlay.choosing, key, offer)
  if (result?.to === 'state') return { ...state, overlay: { ...overlay, choosing: result.state } }
  if (result?.to === 'option') return perform({ ...state, overlay: null }, result.option, world)
  if (!filtering && key.type === 'key' && (key.name === 'escape' || key.name === 'left'))
    return { ...state, overlay: null }
  return state
}

function inOverlay(state: State, overlay: Overlay, key: Key, world: World): State {
  switch (overlay.kind) {
    case 'help':
    case 'notes':
      return inText(state, overlay, key)
    case 'write':
      return inWrite(state, overlay, key, world)
    default:
      return inList(state, overlay, key, world)
  }
}

/** The finding the cursor stands on. */
function findingAt(state: State, ask: Ask): Finding | undefined {
  const option = filtered(ask, state.choosing.filter)[state.choosing.cursor]
  return option?.act.do === 'jump' ? option.act.finding : undefined
}

const told = (state: State, world: World, id: string, tone: 'good' | 'bad' = 'bad'): State => ({
  ...state,
  notice: { text: say(state, world, id), tone },
})

/** Calls a command, from its key or from the palette. */
function run(state: State, name: CommandName, world: World): State {
  const { session } = state
  switch (name) {
    case 'help':
      return { ...state, notice: null, overlay: { kind: 'help', scroll: 0 } }
    case 'palette':
      return { ...state, notice: null, overlay: { kind: 'palette', choosing: choosing(paletteAsk(state, world)) } }
    case 'go': {
      const jump = jumpAsk(state, world)
      if (jump.options.length === 0) return told(state, world, 'jump.nothing')
      return { ...state, notice: null, overlay: { kind: 'jump', choosing: choosing(jump) } }
    }
    case 'undo':
      if (session.past.length === 0) return told(state, world, 'nothing-to-undo')
      return told(at(state, step(session, { type: 'undo' }), world, { returning: false }), world, 'undone', 'good')
    case 'recommend':
      if (session.step.at !== 'question') return told(state, world, 'only-at-question')
      return told(
        at(
          state,
          step(session, { type: 'recommend', value: adviceFor(session.answers, session.step.key).value }),
          world,
        ),
        world,
        'recommended-again',
        'good',
      )
    case 'save':
      return { ...state, request: { type: 'leave', outcome: 'saved' } }
    case 'language': {
      const language = languages[(languages.indexOf(state.language) + 1) % languages.length] as Language
      return { ...state, language, notice: null }
    }
    case 'level': {
      const level = askedLevels[(askedLevels.indexOf(session.level) + 1) % askedLevels.length] as AskedLevel
      const next = at(state, step(session, { type: 'level', level }), world)
      const count = questions(next.session).length
      const text = say(state, world, 'level-now', { level: say(state, world, `levels.${level}`), count })
      return { ...next, notice: { text, tone: 'good' } }
    }
    case 'review':
      if (session.step.at === 'review') return { ...state, choosing: { ...state.choosing, cursor: 0 } }
      if (session.step.at === 'next') return act(state, { type: 'next', to: 'review' }, world)
      return session.step.at === 'question' ? act(state, { type: 'review' }, world) : told(state, world, 'not-begun')
    case 'fix': {
      if (session.step.at !== 'review') return told(state, world, 'nothing-to-fix')
      return fixMost(state, findingAt(state, askAt(state, world)), world)
    }
    case 'redraw':
    case 'suspend':
      return { ...state, request: { type: name } }
  }
}

/** What a key means that is none of the list's. */
function command(state: State, key: Key, world: World): State {
  const without = (name: string): State => ({
    ...state,
    notice: { text: say(state, world, 'no-effect', { key: name }), tone: 'bad' },
  })
  if (key.type === 'paste') return without(say(state, world, 'pasted'))
  if (key.type === 'text') return key.text === '?' ? run(state, 'help', world) : without(key.text)
  switch (key.name) {
    case 'escape':
    case 'left': {
      if (state.beside && !state.wide) return { ...state, beside: false }
      const session = step(state.session, { type: 'back' })
      return session === state.session
        ? told(state, world, 'nothing-before')
        : at(state, session, world, { returning: false })
    }
    case 'tab':
      return cyclePane(state, 1)
    case 'back-tab':
      return cyclePane(state, -1)
    case 'page-down':
      return scrolled(state, state.page)
    case 'page-up':
      return scrolled(state, -state.page)
    default:
      return state
  }
}

/** One pane at a time: what is not on screen is neither moved nor answered. */
function besideOnly(state: State, key: Key, world: World): State {
  if (key.type === 'key' && key.name === 'down') return scrolled(state, 1)
  if (key.type === 'key' && key.name === 'up') return scrolled(state, -1)
  if (key.type === 'key' && key.name === 'enter') return { ...state, beside: false }
  return command(state, key, world)
}

/** The state after a key. */
export function press(state: State, key: Key, world: World): State {
  if (key.type === 'key' && (key.name === 'interrupt' || key.name === 'ctrl-d'))
    return { ...state, request: { type: 'leave', outcome: 'interrupted' } }
  const called = key.type === 'key' ? commandOf(key.name) : undefined
  const open = state.overlay?.kind
  // A command means the same wherever one is; called again, help and palette close.
  if (called === 'help' || called === 'palette')
    return open === called ? { ...state, overlay: null } : run(state, called, world)
  if (called) return run({ ...state, overlay: null }, called, world)
  if (state.overlay) return inOverlay(state, state.overlay, key, world)
  if (state.beside && !state.wide && !takesText(state)) return besideOnly(state, key, world)
  const ask = askAt(state, world)
  const result: Chosen<AskOption> | undefined = chosen(state.choosing, key, ask)
  if (result?.to === 'option') return perform(state, result.option, world)
  if (result?.to === 'text') return typed(state, result.text, world)
  if (result?.to === 'state') {
    const moved = result.state.cursor !== state.choosing.cursor
    const session = state.session.refusal ? { ...state.session, refusal: null } : state.session
    return { ...state, session, choosing: result.state, scroll: moved ? null : state.scroll, notice: null }
  }
  // Tab is a command even while text is typed: no value holds one. Esc leaves a field that has nothing to leave to.
  const passes = key.type === 'key' && ['tab', 'back-tab', 'escape'].includes(key.name)
  return takesText(state) && !passes ? state : command(state, key, world)
}

/** The state after a file was read. */
export function readDone(state: State, read: ReadAnswers, world: World): State {
  if ('problem' in read) return { ...state, request: null, notice: { text: read.problem, tone: 'bad' } }
  const straight = state.request?.type === 'read' && state.request.review === true
  const adopted = act({ ...state, request: null }, { type: 'adopt', answers: read.answers }, world)
  const next = straight ? act(adopted, { type: 'next', to: 'review' }, world) : adopted
  // What is missing is read before anything else is asked, whatever the size of the screen.
  const overlay: Overlay | null = read.notes.length > 0 ? { kind: 'notes', scroll: 0 } : null
  return { ...next, notes: read.notes, overlay }
}

/** Whether two sessions say the same; the step they stand at aside. */
export const unchanged = (a: Session, b: Session): boolean =>
  a.answers === b.answers ||
  (Object.keys(a.answers).length === Object.keys(b.answers).length &&
    Object.entries(a.answers).every(([key, value]) => {
      const other = b.answers[key as FieldKey]
      return other !== undefined && same(value, other)
    }))
