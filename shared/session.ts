/** The wizard as a state and pure actions, without a screen. Every face is a loop around it. */
import { type Answers, answer, answerAll, applies, type Refusal, type Run, recommended, resolve } from './config.ts'
import type { Level, Value } from './fields/field.ts'
import { type FieldKey, fieldKeys, fields } from './fields/index.ts'
import { presets } from './presets/index.ts'

/** What is asked for a goal: the model, the GPUs, how many of them, the length and the batch; then the runs to choose between. */
export const goalAsks = ['model', 'gpu', 'count', 'length', 'batch', 'runs'] as const
export type GoalAsk = (typeof goalAsks)[number]

/** Where a session stands. `start`, `goal`, `preset`, `file` and `next` come before the questions, `review` after them. */
export type Step =
  | { readonly at: 'start' }
  | { readonly at: 'goal'; readonly ask: GoalAsk }
  | { readonly at: 'preset' }
  | { readonly at: 'file' }
  | { readonly at: 'next' }
  | { readonly at: 'question'; readonly key: FieldKey }
  | { readonly at: 'review' }

/** The levels that are asked; a deeper one asks all that the ones before it ask. */
export type AskedLevel = Exclude<Level, 'known'>
export const askedLevels: readonly AskedLevel[] = ['basic', 'advanced', 'expert']

export interface Session {
  readonly step: Step
  readonly answers: Answers
  readonly level: AskedLevel
  /** The questions somebody has gone through, in the order of the last visit. */
  readonly visited: readonly FieldKey[]
  /** The preset the answers began from. */
  readonly preset: string | null
  /** Sequences of one optimizer step that a goal asks for; null if not set. */
  readonly batch: number | null
  /** The steps before this one: what Back returns to. */
  readonly trail: readonly Step[]
  /** The sessions before each change of answers, newest last: what Undo returns to. */
  readonly past: readonly Session[]
  /** Why the last value was not taken. */
  readonly refusal: Refusal | null
}

export type Origin = 'preset' | 'file' | 'goal' | 'scratch'

export type Action =
  /** `answers` are those that the machine gives by itself; what somebody said goes before them. */
  | { readonly type: 'start'; readonly from: Origin; readonly answers?: Answers }
  | { readonly type: 'preset'; readonly id: string }
  | { readonly type: 'adopt'; readonly answers: Answers }
  /** Says a part of the goal, and goes on to what is not said yet; `batch` is no option of a run and has a place of its own. */
  | { readonly type: 'goal'; readonly answers: Answers; readonly batch?: number; readonly ask?: GoalAsk }
  | { readonly type: 'goal-ask'; readonly ask: GoalAsk }
  /** Takes one of the runs that fulfil the goal. */
  | { readonly type: 'take'; readonly answers: Answers }
  | { readonly type: 'next'; readonly to: 'review' | 'questions' }
  | { readonly type: 'answer'; readonly value: Value }
  /** Back to what is recommended: `value` where that is not the usual one. */
  | { readonly type: 'recommend'; readonly value?: Value }
  | { readonly type: 'back' }
  | { readonly type: 'jump'; readonly to: FieldKey }
  | { readonly type: 'review' }
  | { readonly type: 'level'; readonly level: AskedLevel }
  | { readonly type: 'undo' }

/** How many changes can be taken back. */
const memory = 200

export const begin = (answers: Answers = {}, level: AskedLevel = 'basic'): Session => ({
  step: { at: 'start' },
  answers,
  level,
  visited: [],
  preset: null,
  batch: null,
  trail: [],
  past: [],
  refusal: null,
})

/** The run that the answers so far mean. */
export const runOf = (session: Session): Run => resolve(session.answers)

/** The questions of this session, in order: what applies now and is asked at its level. Options that were answered beyond it are asked too. */
export function questions(session: Session): readonly FieldKey[] {
  const { config } = runOf(session)
  const deepest = askedLevels.indexOf(session.level)
  return fieldKeys.filter((key) => {
    const rank = askedLevels.indexOf(fields[key].level as AskedLevel)
    return rank >= 0 && rank <= deepest && applies(key, config)
  })
}

/** Where a question stands among the questions: 1-based place and number of all. */
export function progress(session: Session): { readonly place: number; readonly of: number } {
  const asked = questions(session)
  const { step } = session
  const place = step.at === 'question' ? asked.indexOf(step.key) + 1 : step.at === 'review' ? asked.length : 0
  return { place, of: asked.length }
}

const go = (session: Session, step: Step): Session => ({
  ...session,
  step,
  trail: [...session.trail, session.step],
  refusal: null,
})

const remember = (session: Session): readonly Session[] => [...session.past, { ...session, past: [] }].slice(-memory)

/** The step after a question: the next one that applies, or the review. */
function following(session: Session, key: FieldKey): Step {
  const asked = questions(session)
  const place = fieldKeys.indexOf(key)
  const next = asked.find((one) => fieldKeys.indexOf(one) > place)
  return next ? { at: 'question', key: next } : { at: 'review' }
}

/** The session after an action; the same session where the action means nothing at this step. */
export function step(session: Session, action: Action): Session {
  switch (action.type) {
    case 'start': {
      if (action.from === 'scratch')
        return firstQuestion(
          action.answers ? { ...session, answers: { ...action.answers, ...session.answers } } : session,
        )
      if (action.from === 'goal') {
        const answers = { ...action.answers, ...session.answers }
        return go({ ...session, answers }, { at: 'goal', ask: 'model' })
      }
      return go(session, { at: action.from })
    }
    case 'goal':
      return towardsGoal(session, action)
    case 'goal-ask':
      return go(session, { at: 'goal', ask: action.ask })
    case 'take':
      return go(
        { ...session, answers: action.answers, preset: null, visited: [], past: remember(session) },
        { at: 'review' },
      )
    case 'preset': {
      const preset = presets.find(({ id }) => id === action.id)
      if (!preset) return session
      return go(
        { ...session, answers: preset.answers, preset: preset.id, visited: [], past: remember(session) },
        { at: 'next' },
      )
    }
    case 'adopt':
      return go(
        { ...session, answers: action.answers, preset: null, visited: [], past: remember(session) },
        { at: 'next' },
      )
    case 'next':
      return action.to === 'review' ? go(session, { at: 'review' }) : firstQuestion(session)
    case 'answer': {
      if (session.step.at !== 'question') return session
      const { key } = session.step
      const { config } = runOf(session)
      const visited = [...session.visited.filter((one) => one !== key), key]
      if (same(config[key] as Value, action.value)) return go({ ...session, visited }, following(session, key))
      const taken = answer(session.answers, key, action.value)
      if ('refusal' in taken) return { ...session, refusal: taken.refusal }
      const changed = { ...session, answers: taken.answers, visited, past: remember(session) }
      return go(changed, following(changed, key))
    }
    case 'recommend': {
      if (session.step.at !== 'question') return session
      const { key } = session.step
      if (action.value !== undefined && !same(action.value, recommendation(session, key))) {
        const taken = answer(session.answers, key, action.value)
        return 'refusal' in taken
          ? { ...session, refusal: taken.refusal }
          : { ...session, answers: taken.answers, past: remember(session), refusal: null }
      }
      if (session.answers[key] === undefined) return session
      const { [key]: _dropped, ...answers } = session.answers
      return { ...session, answers, past: remember(session), refusal: null }
    }
    case 'back': {
      const trail = [...session.trail]
      const asked = questions(session)
      for (let last = trail.pop(); last; last = trail.pop()) {
        if (last.at === 'question' && !asked.includes(last.key)) continue
        // Back from a run that was taken is before it was: the choice is about the goal, not about that run.
        const before = session.past.at(-1)
        if (before?.step === last && last.at === 'goal')
          return { ...before, level: session.level, past: session.past.slice(0, -1) }
        return { ...session, step: last, trail, refusal: null }
      }
      return session
    }
    case 'jump':
      return questions(session).includes(action.to) ? go(session, { at: 'question', key: action.to }) : session
    case 'review':
      return session.step.at === 'review' ? session : go(session, { at: 'review' })
    case 'level':
      return action.level === session.level ? session : settle({ ...session, level: action.level, refusal: null })
    case 'undo': {
      const before = session.past.at(-1)
      return before ? { ...before, level: session.level, past: session.past.slice(0, -1) } : session
    }
  }
}

/** What of a goal is still to be said, in order; length and batch have usual values, which the list of runs shows. */
function unsaid({ answers }: Session): GoalAsk {
  if (answers['model.id'] === undefined) return 'model'
  if (answers['hardware.gpu'] === undefined) return 'gpu'
  return answers['hardware.gpus_per_machine'] === undefined ? 'count' : 'runs'
}

function towardsGoal(session: Session, { answers, batch, ask }: Extract<Action, { type: 'goal' }>): Session {
  const taken = answerAll(session.answers, Object.entries(answers) as [string, Value][])
  const [refusal] = taken.refusals
  if (refusal) return { ...session, refusal }
  const next = {
    ...session,
    answers: taken.answers,
    preset: null,
    past: remember(session),
    ...(batch === undefined ? {} : { batch }),
  }
  const { step: here, trail } = session
  // What was found on the machine is shown and asked all the same: another machine may be meant.
  const early = here.at === 'start' || (here.at === 'goal' && here.ask === 'model')
  const told = trail.some((one) => one.at === 'goal' && one.ask === 'runs')
  return go(next, { at: 'goal', ask: ask ?? (early && !told ? 'gpu' : unsaid(next)) })
}

/** Default number of sequences in one optimizer step: at least this many, and divisible by the GPUs. */
const usualBatch = 16
export function batchOf({ answers, batch }: Session): number {
  const { config } = resolve(answers)
  const gpus = config['hardware.gpus_per_machine'] * config['hardware.machines']
  return batch ?? Math.ceil(usualBatch / gpus) * gpus
}

function firstQuestion(session: Session): Session {
  const first = questions(session)[0]
  return first ? go(session, { at: 'question', key: first }) : go(session, { at: 'review' })
}

/** A session whose question is no longer asked moves on to the next that is. */
function settle(session: Session): Session {
  if (session.step.at !== 'question' || questions(session).includes(session.step.key)) return session
  return { ...session, step: following(session, session.step.key) }
}

export function same(a: Value, b: Value): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, place) => item === b[place])
  return a === b
}

/** The recommended value of a question, given the other answers. */
export const recommendation = (session: Session, key: FieldKey): Value => recommended(session.answers, key)

/** A session as text that `revive` reads back; Undo does not outlive a session. */
export const keep = ({ step: at, answers, level, visited, preset, batch, trail }: Session): string =>
  JSON.stringify({ version: 1, step: at, answers, level, visited, preset, batch, trail })

/** A kept session, or undefined where the text is not one. Whatever no longer fits the options is left out. */
export function revive(text: string): Session | undefined {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof read !== 'object' || read === null || (read as { version?: unknown }).version !== 1) return undefined
  const { step: at, answers, level, visited, preset, batch, trail } = read as Record<string, unknown>
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) return undefined
  let kept: Answers = {}
  for (const [key, value] of Object.entries(answers)) {
    const next = answer(kept, key, value as Value)
    if ('answers' in next) kept = next.answers
  }
  const isKey = (key: unknown): key is FieldKey => typeof key === 'string' && Object.hasOwn(fields, key)
  const isStep = (one: unknown): one is Step => {
    const place = (one as { at?: unknown } | null)?.at
    if (place === 'question') return isKey((one as { key?: unknown }).key)
    if (place === 'goal') return goalAsks.some((ask) => ask === (one as { ask?: unknown }).ask)
    return ['start', 'preset', 'file', 'next', 'review'].includes(place as string)
  }
  const session: Session = {
    ...begin(kept, askedLevels.find((one) => one === level) ?? 'basic'),
    step: isStep(at) ? at : { at: 'start' },
    visited: Array.isArray(visited) ? visited.filter(isKey) : [],
    preset: presets.some(({ id }) => id === preset) ? (preset as string) : null,
    batch: typeof batch === 'number' && Number.isInteger(batch) && batch > 0 ? batch : null,
    trail: Array.isArray(trail) ? trail.filter(isStep) : [],
  }
  return settle(session)
}
