/** The session: whatever somebody does in whatever order, it stays whole, and every step can be taken back. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerAll, checkValue, resolve } from '../../shared/config.ts'
import type { Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys } from '../../shared/fields/index.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'
import {
  type Action,
  askedLevels,
  begin,
  keep,
  progress,
  questions,
  recommendation,
  revive,
  runOf,
  type Session,
  step,
} from '../../shared/session.ts'
import { runs } from '../runs.ts'
import { answerTo, someAnswers } from './values.ts'

const key = fc.constantFrom(...fieldKeys)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom('preset', 'file', 'scratch').map((from) => ({ type: 'start', from }) as Action),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...presets.map(({ id }) => id), 'no such preset')
      .map((id) => ({ type: 'preset', id }) as Action),
  },
  { weight: 1, arbitrary: someAnswers.map((answers) => ({ type: 'adopt', answers }) as Action) },
  { weight: 1, arbitrary: fc.constantFrom('review', 'questions').map((to) => ({ type: 'next', to }) as Action) },
  { weight: 8, arbitrary: answerTo.map(([, value]) => ({ type: 'answer', value }) as Action) },
  { weight: 2, arbitrary: fc.constant({ type: 'recommend' } as Action) },
  { weight: 3, arbitrary: fc.constant({ type: 'back' } as Action) },
  { weight: 2, arbitrary: key.map((to) => ({ type: 'jump', to }) as Action) },
  { weight: 1, arbitrary: fc.constant({ type: 'review' } as Action) },
  { weight: 1, arbitrary: fc.constantFrom(...askedLevels).map((level) => ({ type: 'level', level }) as Action) },
  { weight: 2, arbitrary: fc.constant({ type: 'undo' } as Action) },
)

/** A session in the middle of things: every second answer is one that the question can take. */
const session: fc.Arbitrary<Session> = fc
  .tuple(fc.array(fc.tuple(action, fc.nat()), { maxLength: 30 }), fc.constantFrom(...askedLevels))
  .map(([actions, level]) =>
    actions.reduce(
      (now, [one, luck]) => {
        const fitting = now.step.at === 'question' && one.type === 'answer' && luck % 2 === 0
        return step(
          now,
          fitting ? { type: 'answer', value: recommendation(now, (now.step as { key: FieldKey }).key) } : one,
        )
      },
      begin({}, level),
    ),
  )
/** The same, at a question. */
const asking = session
  .map((now) => step(step(now, { type: 'start', from: 'scratch' }), { type: 'next', to: 'questions' }))
  .filter((now) => now.step.at === 'question')

const times = runs(60)

describe('any order of actions', () => {
  it('leaves a session whose question is asked and whose answers are valid', () => {
    fc.assert(
      fc.property(session, (now) => {
        if (now.step.at === 'question') expect(questions(now)).toContain(now.step.key)
        for (const [one, value] of Object.entries(now.answers))
          expect(checkValue(one, value as Value)).toEqual({ value })
        const { place, of } = progress(now)
        expect(place).toBeGreaterThanOrEqual(now.step.at === 'question' ? 1 : 0)
        expect(place).toBeLessThanOrEqual(of)
        expect(plan(runOf(now)).files.length).toBeGreaterThan(0)
      }),
      times,
    )
  })

  it('changes nothing but the refusal when a value is not taken', () => {
    fc.assert(
      fc.property(asking, answerTo, (now, [, value]) => {
        const next = step(now, { type: 'answer', value })
        if (next.refusal) expect({ ...next, refusal: null }).toEqual({ ...now, refusal: null })
        else expect(next.step).not.toEqual(now.step)
      }),
      times,
    )
  })
})

describe('back', () => {
  it('returns to the question that was just answered', () => {
    fc.assert(
      fc.property(asking, (now) => {
        if (now.step.at !== 'question') return
        const next = step(now, { type: 'answer', value: runOf(now).config[now.step.key] as Value })
        expect(step(next, { type: 'back' }).step).toEqual(now.step)
        expect(step(next, { type: 'back' }).answers).toEqual(now.answers)
      }),
      times,
    )
  })
  it('comes to an end', () => {
    fc.assert(
      fc.property(session, (now) => {
        let here = now
        for (let times = 0; times <= now.trail.length; times++) here = step(here, { type: 'back' })
        expect(step(here, { type: 'back' })).toBe(here)
      }),
      times,
    )
  })
})

describe('undo', () => {
  it('takes back the last change, wherever it led', () => {
    fc.assert(
      fc.property(session, action, (now, one) => {
        const next = step(now, one)
        if (next.answers === now.answers || one.type === 'undo') return
        const back = step(next, { type: 'undo' })
        expect(back.answers).toEqual(now.answers)
        expect(back.step).toEqual(now.step)
        expect(back.preset).toBe(now.preset)
      }),
      times,
    )
  })
})

describe('a kept session', () => {
  it('is revived as it was, without its past', () => {
    fc.assert(
      fc.property(session, (now) => {
        expect(revive(keep(now))).toEqual({ ...now, past: [], refusal: null })
      }),
      times,
    )
  })
  it('is only revived from what is one', () => {
    for (const text of ['', '{', 'null', '[]', '{}', '{"version":2}', '{"version":1}', '{"version":1,"answers":[]}'])
      expect(revive(text)).toBeUndefined()
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(revive(text)?.past ?? []).toEqual([])
      }),
    )
  })
  it('loses what no longer fits, and keeps the rest', () => {
    const text = JSON.stringify({
      version: 1,
      step: { at: 'question', key: 'lora.nothing' },
      answers: { 'lora.r': 32, 'lora.nothing': 1, 'lora.lora_alpha': 'many' },
      level: 'basic',
      visited: ['lora.r', 'lora.nothing'],
      preset: 'gone',
      trail: [{ at: 'start' }, { at: 'nowhere' }, null],
    })
    expect(revive(text)).toMatchObject({
      step: { at: 'start' },
      answers: { 'lora.r': 32 },
      visited: ['lora.r'],
      preset: null,
      trail: [{ at: 'start' }],
    })
  })
})

describe.each(presets)('$id', ({ id, answers }) => {
  it.each(askedLevels)('stays as it is when Enter goes through all its %s questions', (level) => {
    let now = step(step(begin({}, level), { type: 'start', from: 'preset' }), { type: 'preset', id })
    now = step(now, { type: 'next', to: 'questions' })
    const seen: string[] = []
    while (now.step.at === 'question') {
      seen.push(now.step.key)
      now = step(now, { type: 'answer', value: runOf(now).config[now.step.key] as Value })
      expect(seen.length).toBeLessThan(300)
    }
    expect(now.step).toEqual({ at: 'review' })
    expect(seen.length).toBeGreaterThan(9)
    expect(new Set(seen).size).toBe(seen.length)
    expect(now.answers).toEqual(answers)
    expect(plan(runOf(now))).toEqual(plan(resolve(answers)))
  })

  it('is reviewed after three actions', () => {
    const actions: readonly Action[] = [
      { type: 'start', from: 'preset' },
      { type: 'preset', id },
      { type: 'next', to: 'review' },
    ]
    const now = actions.reduce(step, begin())
    expect(now.step).toEqual({ at: 'review' })
    expect(now.answers).toEqual(answers)
  })
})

describe('a first session', () => {
  it('asks about fifteen questions at the basic level, more at each deeper one', () => {
    const counts = askedLevels.map((level) => questions(begin({}, level)).length)
    expect(counts[0]).toBeGreaterThanOrEqual(10)
    expect(counts[0]).toBeLessThanOrEqual(18)
    expect(counts[1]).toBeGreaterThan(counts[0] as number)
    expect(counts[2]).toBeGreaterThan(counts[1] as number)
  })
  it('asks what an answer brings up, and no longer asks what it rules out', () => {
    const at = (given: Readonly<Record<string, Value>>) =>
      questions(begin(answerAll({}, Object.entries(given)).answers, 'advanced'))
    expect(at({})).not.toContain('deepspeed.zero_stage')
    expect(at({ 'accelerate.distributed_type': 'DEEPSPEED' })).toContain('deepspeed.zero_stage')
    expect(at({ 'accelerate.distributed_type': 'FSDP' })).not.toContain('deepspeed.zero_stage')
    expect(at({ 'method.name': 'full' })).not.toContain('lora.r')
    expect(at({ 'hardware.machines': 2 })).toContain('accelerate.main_process_ip')
  })
})
