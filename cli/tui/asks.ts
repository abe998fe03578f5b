/** What is asked at each step, as a list: its options, what is recommended and why. */

import { conditionText } from '../../shared/condition-text.ts'
import { optional } from '../../shared/config.ts'
import type { Cases, Field, Follows, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { holds } from '../../shared/fields/when.ts'
import { fill } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import type { Finding } from '../../shared/rules/rule.ts'
import { askedLevels, questions, recommendation, type Session, same } from '../../shared/session.ts'
import type { FoundStart } from '../face.ts'
import { namedByDigits } from './controls/choosing.ts'
import { type Asked, typedText } from './controls/control.ts'
import { controls } from './controls/index.ts'
import { goalAsk, searchFromStart } from './goal.ts'
import { adviceFor, answersWith, bringsError, findingsFor, type Listed, listedFor, memoryFor, runFor } from './known.ts'
import { printable } from './line.ts'
import { type Ask, type AskOption, replaced, type State, say, type World } from './screen.ts'
import { hasNames, type Written, writtenFor } from './written.ts'

/** The page of an option. */
export const pageOf = (key: string): string => `fields/${key.replace('.', '/')}`

/** What an option is called; its name where it has no page. */
export const titleOf = (state: Pick<State, 'language'>, world: World, key: string): string =>
  world.wording(state.language).words(pageOf(key))?.title ?? key

/** A value as the reader calls it. */
export function shownValue(state: Pick<State, 'language'>, world: World, value: Value): string {
  if (value === null) return say(state, world, 'not-given')
  if (value === true || value === false) return say(state, world, value ? 'yes' : 'no')
  return Array.isArray(value) && value.length === 0 ? say(state, world, 'nothing') : typedText(value)
}

const isFollows = (given: unknown): given is Follows =>
  typeof given === 'object' && given !== null && 'follows' in given
const isCases = (given: unknown): given is Cases<Value> =>
  typeof given === 'object' && given !== null && 'cases' in given

/** Why a value is recommended: the memory that it saves or takes; else what it follows from, or which case holds. */
function whyRecommended(state: State, world: World, key: FieldKey, differ: boolean): string {
  const { value, why, memory, usual } = adviceFor(state.session.answers, key)
  const card = memoryFor(state.session.answers)?.card ?? 0
  const facts = {
    value: shownValue(state, world, value),
    used: gib(memory?.perGpu.reserved ?? 0),
    usual: shownValue(state, world, recommendation(state.session, key)),
    instead: gib(usual?.perGpu.reserved ?? 0),
    card: gib(card),
  }
  if (why !== 'usual' && memory && usual) return say(state, world, `why.${why}`, facts)
  const reason = whyUsual(state, world, key)
  if (reason === undefined) return say(state, world, memory && differ ? 'why.numbers' : 'why.default', facts)
  return say(state, world, 'why.recommended', { value: facts.value, reason })
}

/** What the usual value follows from, and which case holds; undefined where it is always the same. */
function whyUsual(state: State, world: World, key: FieldKey): string | undefined {
  const { sentences } = world.wording(state.language)
  const given = fields[key].default as unknown
  const name = (other: string) => titleOf(state, world, other)
  if (isFollows(given)) {
    const facts = { title: name(given.follows), times: given.times ?? 1 }
    return say(state, world, (given.times ?? 1) === 1 ? 'why.same' : 'why.times', facts)
  }
  if (isCases(given)) {
    const { config } = runFor(state.session.answers)
    const found = given.cases.find((one) => holds(one.when, (other) => (config[other as FieldKey] as Value) ?? null))
    if (found) return say(state, world, 'why.case', { condition: conditionText(found.when, sentences, name) })
  }
  return undefined
}

const gib = (value: number): string => value.toFixed(value >= 1000 ? 0 : 1)

/** What an entry of a catalogue is and what it would do to memory; where there is no room for both, what matters more, and whether it fits. */
function listedEffect(
  state: State,
  world: World,
  key: FieldKey,
  { value, note, first }: Listed,
  columns: number,
): Pick<AskOption, 'beside' | 'edge'> {
  const { beside, edge } = effect(state, world, key, value)
  if (!beside) return { beside: note }
  const tone = edge ? { edge } : {}
  if (columns >= 48) return { beside: `${note}  ${beside.padStart(11)}`, ...tone }
  const sign = edge === 'error' ? `${world.theme.error} ` : edge === 'warning' ? `${world.theme.warning} ` : ''
  return { beside: first ? sign + note : beside, ...tone }
}

/** What a value would do to memory, short enough to stand beside it. */
function effect(state: State, world: World, key: FieldKey, value: Value): Pick<AskOption, 'beside' | 'edge'> {
  const next = memoryFor(answersWith(state.session.answers, key, value))
  if (!next) return {}
  const { fits, perGpu } = next.estimate
  const amount = `${gib(perGpu.reserved)} GiB`
  if (fits === 'no') return { beside: `${world.theme.error} ${amount}`, edge: 'error' }
  return fits === 'tight' ? { beside: `${world.theme.warning} ${amount}`, edge: 'warning' } : { beside: amount }
}

function questionAsk(state: State, world: World, key: FieldKey): Ask {
  const { session } = state
  const field = fields[key] as Field
  const control = controls[field.kind]
  const words = world.wording(state.language).words(pageOf(key))
  const current = (runFor(session.answers).config[key] as Value) ?? null
  const isGiven = session.answers[key] !== undefined
  const named = key === 'model.id' || key === 'hardware.gpu'
  const recommended = adviceFor(session.answers, key).value
  const presetAnswers = presets.find(({ id }) => id === session.preset)?.answers
  const fromPreset = presetAnswers?.[key]
  const listed = listedFor(key, session.answers)
  const inCatalogue = new Map(listed.filter(({ note }) => note !== '').map((one) => [one.value, one]))
  const asked: Asked = {
    field,
    current,
    recommended,
    optional: optional(field),
    listed,
    shown: (value) => shownValue(state, world, value),
    sentence: (value) => words?.choices?.[String(value)],
  }
  const values = control.options(asked)
  // Memory says something only where the values differ in it; of a long catalogue only what is seen is asked for it.
  const long = inCatalogue.size > 0
  const effects = long ? [] : values.map(({ value }) => effect(state, world, key, value))
  const differ = new Set(effects.map(({ beside }) => beside)).size > 1
  const options = values.map(({ value, label, note }, place): AskOption => {
    const isCurrent = same(value, current)
    const tags = [
      ...(same(value, recommended) && !named ? [say(state, world, 'recommended')] : []),
      ...(named && isCurrent && !isGiven ? [say(state, world, 'assumed')] : []),
      ...(fromPreset !== undefined && same(value, fromPreset) ? [say(state, world, 'from-preset')] : []),
    ]
    const entry = inCatalogue.get(String(value))
    return {
      label,
      note,
      value,
      act: { do: 'answer', value },
      tags,
      current: isCurrent,
      fails: !long && !isCurrent && bringsError(session.answers, key, value),
      ...(differ ? effects[place] : {}),
      ...(entry ? { late: (columns: number) => listedEffect(state, world, key, entry, columns) } : {}),
    }
  })
  // Without an answer, Enter takes what is recommended.
  const home = options.findIndex(({ current: now, value }) => (isGiven ? now : same(value as Value, recommended)))
  const remarks = named
    ? isGiven
      ? []
      : [say(state, world, 'why.assumed', { value: shownValue(state, world, current) })]
    : [whyRecommended(state, world, key, differ)]
  if (fromPreset !== undefined && !same(fromPreset, recommended)) {
    const preset = world.wording(state.language).words(`presets/${session.preset}`)?.title ?? session.preset
    remarks.push(say(state, world, 'why.preset', { value: shownValue(state, world, fromPreset), preset }))
  }
  const unit = 'unit' in field && field.unit ? say(state, world, `units.${field.unit}`) : ''
  return {
    title: words?.title ?? key,
    summary: words?.summary ?? '',
    options,
    typed: control.typed,
    numbered: control.numbered && options.length < 10 && !namedByDigits(options),
    home,
    remarks,
    other: unit ? say(state, world, 'other-in', { unit }) : say(state, world, 'other'),
  }
}

const unasked = { typed: false, numbered: true, home: 0, remarks: [], other: '' }

function startAsk(state: State, world: World): Ask {
  const { draft } = state
  const origin = (id: 'preset' | 'file' | 'goal' | 'scratch'): AskOption => ({
    label: say(state, world, `start.${id}`),
    note: say(state, world, `start.${id}-note`),
    act: { do: 'session', action: { type: 'start', from: id } },
  })
  const facts = draft && { count: Object.keys(draft.answers).length, place: placeOf(state, world, draft) }
  const offered: AskOption[] = facts
    ? [
        {
          label: say(state, world, 'start.draft'),
          note: say(state, world, 'start.draft-note', facts),
          act: { do: 'draft' },
        },
      ]
    : []
  const found = state.starts.map(
    (start): AskOption => ({
      label: say(state, world, 'start.found', { path: printable(start.path) }),
      note: startNote(state, world, start),
      act: { do: 'read', path: start.path },
    }),
  )
  const options = [...offered, ...found, origin('preset'), origin('file'), origin('goal'), origin('scratch')]
  return {
    ...unasked,
    title: say(state, world, 'start.title'),
    summary: say(state, world, 'start.summary'),
    options,
    search: searchFromStart(state, world, options),
  }
}

/** What kind of file it is, and what is wrong with it. */
function startNote(state: State, world: World, { kind, errors, warnings }: FoundStart): string {
  const counted = (id: 'error' | 'warning', count: number) =>
    count === 0 ? [] : [say(state, world, `status.${id}${count === 1 ? '' : 's'}`, { count })]
  const problems = [...counted('error', errors), ...counted('warning', warnings)]
  return `${kind}: ${problems.length > 0 ? problems.join(' · ') : say(state, world, 'status.clean')}`
}

/** Where a session stands, in words. */
export function placeOf(state: Pick<State, 'language'>, world: World, { step }: Session): string {
  return step.at === 'question' ? titleOf(state, world, step.key) : say(state, world, `places.${step.at}`)
}

function presetAsk(state: State, world: World): Ask {
  const options = presets.map(({ id }): AskOption => {
    const words = world.wording(state.language).words(`presets/${id}`)
    return { label: words?.title ?? id, note: words?.summary, act: { do: 'session', action: { type: 'preset', id } } }
  })
  const home = presets.findIndex(({ id }) => id === state.session.preset)
  return {
    ...unasked,
    title: say(state, world, 'preset.title'),
    summary: say(state, world, 'preset.summary'),
    options,
    home: Math.max(home, 0),
  }
}

function nextAsk(state: State, world: World): Ask {
  const levels = askedLevels.map((level): AskOption => {
    const count = questions({ ...state.session, level }).length
    return {
      label: say(state, world, `next.${level}`),
      note: say(state, world, `next.${level}-note`),
      beside: say(state, world, 'next.count', { count }),
      act: { do: 'questions', level },
    }
  })
  const review: AskOption = {
    label: say(state, world, 'next.review'),
    note: say(state, world, 'next.review-note'),
    act: { do: 'session', action: { type: 'next', to: 'review' } },
  }
  return {
    ...unasked,
    title: say(state, world, 'next.title'),
    summary: say(state, world, 'next.summary'),
    options: [review, ...levels],
    remarks: state.notes,
  }
}

/** A finding in words: what is wrong. */
export function findingText(state: Pick<State, 'language'>, world: World, { rule, facts, key }: Finding): string {
  const words = world.wording(state.language).words(`rules/${rule}`)
  const shown = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? shownValue(state, world, value) : value,
    ]),
  )
  return fill(words?.message ?? words?.title ?? rule, { key, ...shown })
}

/** What to do about a finding, in words. */
export const fixText = (state: Pick<State, 'language'>, world: World, { rule, facts, key }: Finding): string =>
  fill(world.wording(state.language).words(`rules/${rule}`)?.fix ?? '', { key, ...facts })

/** What was found in files that were looked through before. */
const written = new WeakMap<ReturnType<World['standing']>, Map<string, readonly Written[]>>()

/** What becomes of an answer, a line each; where it has none of its own, that in words. */
export function effectOf(state: State, world: World, key: string): readonly Written[] | string {
  const standing = world.standing(state.session, state.language)
  const known = written.get(standing) ?? new Map<string, readonly Written[]>()
  written.set(standing, known)
  const seen = known.get(key)
  const found =
    seen ??
    writtenFor(
      standing.map(({ file }) => file),
      key,
    )
  known.set(key, found)
  return found.length > 0 ? found : say(state, world, hasNames(key) ? 'effect.unwritten' : 'effect.indirect')
}

/** A sentence about where the files go; the folder one is in needs no name. */
const sayWhere = (state: State, world: World, id: string, count: number): string =>
  say(state, world, `${id}${world.folder === '.' ? '-here' : ''}${count === 1 ? '-one' : ''}`, {
    count,
    folder: world.folder,
  })

function reviewAsk(state: State, world: World): Ask {
  const { session } = state
  const files = world.standing(session, state.language)
  const differing = replaced(state, world).length
  const write: AskOption = {
    label: sayWhere(state, world, differing > 0 ? 'review.replace' : 'review.write', files.length),
    note: files.map(({ file }) => file.path).join(' '),
    act: { do: 'write' },
  }
  const findings = findingsFor(session.answers).map((finding, place): AskOption => {
    const heading = place === 0 ? { heading: say(state, world, 'review.findings') } : {}
    return {
      label: findingText(state, world, finding),
      note: fixText(state, world, finding),
      act: { do: 'jump', key: finding.key, finding },
      tone: finding.severity,
      ...heading,
    }
  })
  const { config } = runFor(session.answers)
  const answers = questions(session).map((key, place): AskOption => {
    const value = (config[key] as Value) ?? null
    const heading = place === 0 ? { heading: say(state, world, 'review.answers') } : {}
    const effect = effectOf(state, world, key)
    const lines = typeof effect === 'string' ? [effect] : effect.map(({ path, line }) => `${path}  ${line}`)
    return {
      label: titleOf(state, world, key),
      beside: shownValue(state, world, value),
      effect: typeof effect === 'string' ? effect : effect.map(({ line }) => line).join('  '),
      note: [...lines, key].join('\n'),
      marked: !same(value, recommendation(session, key)),
      act: { do: 'jump', key },
      ...heading,
    }
  })
  return {
    ...unasked,
    numbered: false,
    title: say(state, world, 'review.title'),
    summary: say(state, world, 'review.summary', { mark: world.theme.differs }),
    options: [write, ...findings, ...answers],
  }
}

/** The list of the questions that can be jumped to: those that were answered, by somebody or by the preset. */
export function jumpAsk(state: State, world: World): Ask {
  const { session } = state
  const { config } = runFor(session.answers)
  const answered = questions(session).filter(
    (key) => session.visited.includes(key) || session.answers[key] !== undefined,
  )
  const options = answered.map(
    (key): AskOption => ({
      label: titleOf(state, world, key),
      note: key,
      beside: shownValue(state, world, (config[key] as Value) ?? null),
      act: { do: 'jump', key },
    }),
  )
  const { step } = session
  const here = step.at === 'question' ? answered.indexOf(step.key) : answered.length - 1
  return {
    ...unasked,
    numbered: false,
    title: say(state, world, 'jump.title'),
    summary: say(state, world, 'jump.summary'),
    options,
    home: Math.max(here, 0),
  }
}

/** What is asked before anything is written: which files, which of them are replaced, and what is known of the run. The first answer writes nothing. */
export function writeAsk(state: State, world: World): Ask {
  const { session } = state
  const files = world.standing(session, state.language)
  const count = replaced(state, world).length
  const names = files.map(({ file }) => file.path).join(' ')
  return {
    ...unasked,
    title: sayWhere(state, world, count > 0 ? 'write.title-replace' : 'write.title', files.length),
    summary: [names, verdictOf(state, world)].filter(Boolean).join(' · '),
    options: [
      { label: say(state, world, 'write.no'), act: { do: 'leave-overlay' } },
      { label: say(state, world, count > 0 ? 'write.replace' : 'write.yes', { count }), act: { do: 'write-now' } },
    ],
  }
}

/** Whether the run fits, with the model and the GPU that this was computed for, and whether they were named or assumed. */
function verdictOf(state: State, world: World): string {
  const { answers } = state.session
  const memory = memoryFor(answers)
  if (!memory) return say(state, world, 'write.unknown')
  const { config } = runFor(answers)
  const facts = {
    used: gib(memory.estimate.perGpu.reserved),
    card: gib(memory.card),
    model: String(config['model.id']),
    gpu: String(config['hardware.gpu']),
  }
  const assumed = ['model.id', 'hardware.gpu'].some((key) => !(key in answers))
  return say(state, world, `write.fits-${memory.estimate.fits}${assumed ? '-assumed' : ''}`, facts)
}

function fileAsk(state: State, world: World): Ask {
  return {
    ...unasked,
    typed: true,
    title: say(state, world, 'file.title'),
    summary: say(state, world, 'file.summary'),
    options: [],
    remarks: [say(state, world, 'file.remark')],
    other: say(state, world, 'file.path'),
  }
}

/** What is asked now. */
export function askAt(state: State, world: World): Ask {
  const { step } = state.session
  switch (step.at) {
    case 'start':
      return startAsk(state, world)
    case 'goal':
      return goalAsk(state, world, step.ask)
    case 'preset':
      return presetAsk(state, world)
    case 'file':
      return fileAsk(state, world)
    case 'next':
      return nextAsk(state, world)
    case 'question':
      return questionAsk(state, world, step.key)
    case 'review':
      return reviewAsk(state, world)
  }
}
