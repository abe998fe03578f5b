/** Somebody who answers at random: walks a session from its first question to its review, with the session's own actions. */
import { type Answers, answerAll, checkValue, optional, resolve } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { presets } from '../../shared/presets/index.ts'
import { askedLevels, begin, questions, type Session, step } from '../../shared/session.ts'

export interface Random {
  /** At least 0, below 1. */
  readonly next: () => number
  readonly below: (bound: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
}

/** Mulberry32: the same seed, the same walks, on every machine. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)] as never,
  }
}

/** What people type where any text may stand, the awkward included; the session refuses what an option cannot be. */
const texts: readonly string[] = [
  'main',
  'out',
  './results/第 一 次',
  'a b',
  "it's",
  'say "yes"',
  '$HOME/$(whoami)`id`',
  'back\\slash',
  '模型/数据',
  'no',
  '1e5',
  '0x10',
  '12:30:00',
  '~',
  'null',
  '- list',
  'key: value',
  '#comment',
  '{a: b}',
  '*',
  '!tag',
  '%percent',
  '-dash',
  '--flag',
  'data/sets/one',
  '127.0.0.1',
  'node-0.cluster.local',
  'fe80::1',
  'LlamaDecoderLayer',
  'LlamaDecoderLayer,MistralDecoderLayer',
  'q_proj,v_proj',
  'q_proj, k_proj , v_proj',
  'embed_tokens,lm_head',
  '0,1',
  'worker-1@worker-2:0,2',
  'meta-llama/Llama-3.1-70B',
  'Qwen/Qwen2.5-0.5B',
  'mistralai/Mixtral-8x7B-v0.1',
  'H100',
  'V100-SXM2-32GB',
  'RTX 4090',
  '🙂',
]

/** A value of the option's kind: what it suggests, its bounds, what lies between them, and nothing where it may be left out. */
export function randomValue(key: FieldKey, by: Random): Value {
  const field: Field = fields[key]
  if (optional(field) && by.chance(0.15)) return null
  switch (field.kind) {
    case 'choice':
      return by.pick(field.offered ?? field.choices)
    case 'toggle':
      return by.chance(0.5)
    case 'integer':
    case 'number': {
      const { min = -1000, max = 1_000_000, suggest = [] } = field
      const whole = (value: number) => (field.kind === 'integer' ? Math.round(value) : value)
      if (suggest.length > 0 && by.chance(0.45)) return by.pick(suggest)
      if (by.chance(0.15)) return by.pick([min, max])
      if (by.chance(0.4)) return Math.min(max, whole(Math.max(min, 0) + by.next() * 16))
      const low = Math.max(min, field.kind === 'integer' ? 1 : 1e-9)
      return Math.min(max, Math.max(min, whole(low * (Math.max(max, low) / low) ** by.next())))
    }
    case 'list':
      return Array.from({ length: by.below(4) }, () => by.pick(texts))
    case 'text': {
      const { suggest = [] } = field
      if (suggest.length > 0 && by.chance(0.5)) return by.pick(suggest)
      const fitting = texts.filter((text) => 'value' in checkValue(key, text))
      return by.pick(fitting.length > 0 ? fitting : texts)
    }
  }
}

/** A session at its review. Some begin from a preset, some go back, jump, undo or change how much is asked on the way. */
export function walk(by: Random): Session {
  let session = begin({}, by.pick(askedLevels))
  if (by.chance(0.4)) {
    session = step(session, { type: 'start', from: 'preset' })
    session = step(session, { type: 'preset', id: by.pick(presets).id })
    session = step(session, { type: 'next', to: by.chance(0.3) ? 'review' : 'questions' })
  } else session = step(session, { type: 'start', from: 'scratch' })
  // How ready this person is to leave things as they are.
  const content = by.next()
  let returns = by.below(3)
  for (let count = 0; count < 600; count++) {
    const at = session.step
    if (at.at === 'review') {
      if (returns-- <= 0) return session
      session = step(session, { type: 'jump', to: by.pick(questions(session)) })
    } else if (at.at === 'question') {
      const doing = by.next()
      if (doing < 0.9) {
        const value = by.chance(content) ? resolve(session.answers).config[at.key] : randomValue(at.key, by)
        session = step(session, { type: 'answer', value })
      } else if (doing < 0.92) session = step(session, { type: 'back' })
      else if (doing < 0.94) session = step(session, { type: 'undo' })
      else if (doing < 0.96) session = step(session, { type: 'recommend' })
      else if (doing < 0.98) session = step(session, { type: 'jump', to: by.pick(questions(session)) })
      else session = step(session, { type: 'level', level: by.pick(askedLevels) })
    } else if (at.at === 'start') session = step(session, { type: 'start', from: 'scratch' })
    else session = step(session, { type: 'next', to: 'questions' })
  }
  return step(session, { type: 'review' })
}

/** Answers with the ways out that a finding offers taken. */
export function mended(answers: Answers, fix: Answers): Answers {
  const given = Object.entries(fix) as [FieldKey, Value][]
  const kept = { ...answers }
  for (const [key, value] of given) if (value === null && !optional(fields[key])) delete kept[key]
  return answerAll(
    kept,
    given.filter(([key, value]) => value !== null || optional(fields[key])),
  ).answers
}
