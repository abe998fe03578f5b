/** What is recommended: nothing that does not fit while something else at the question does, and the reason in numbers. */
import { describe, expect, it } from 'vitest'
import { type Answers, answer } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { memoryOf } from '../../shared/memory-of.ts'
import { bestRun, recommend } from '../../shared/recommend.ts'
import { begin, questions } from '../../shared/session.ts'

/** Models and GPUs from far too large to roomy, and lengths that decide it. */
const runs: readonly Answers[] = [
  { 'model.id': 'Qwen/Qwen3-8B', 'hardware.gpu': 'RTX 4090', 'data.sequence_length': 8192 },
  { 'model.id': 'Qwen/Qwen3-8B', 'hardware.gpu': 'RTX 3060' },
  { 'model.id': 'meta-llama/Llama-3.1-70B', 'hardware.gpu': 'A100-SXM4-80GB' },
  { 'model.id': 'meta-llama/Llama-3.1-70B', 'hardware.gpu': 'RTX 4090', 'hardware.gpus_per_machine': 8 },
  { 'model.id': 'Qwen/Qwen2.5-32B', 'hardware.gpu': 'L40S', 'hardware.gpus_per_machine': 2 },
  { 'model.id': 'meta-llama/Llama-3.1-8B', 'hardware.gpu': 'T4' },
  { 'model.id': 'Qwen/Qwen2.5-0.5B', 'hardware.gpu': 'H100-SXM5-80GB' },
]

const offered = (field: Field): readonly Value[] =>
  field.kind === 'choice'
    ? (field.offered ?? field.choices)
    : field.kind === 'toggle'
      ? [true, false]
      : field.kind === 'list'
        ? []
        : (field.suggest ?? [])

const fits = (answers: Answers, key: FieldKey, value: Value): boolean => {
  const taken = answer(answers, key, value)
  const memory = 'answers' in taken ? memoryOf(taken.answers) : undefined
  return memory !== undefined && memory.estimate.fits !== 'no'
}

describe.each(runs)('%j', (answers) => {
  it('no question recommends what does not fit while something it offers does', () => {
    for (const key of questions(begin(answers, 'basic'))) {
      if (key === 'model.id' || key === 'hardware.gpu') continue
      const { value, why, memory } = recommend(answers, key)
      if (memory === undefined || memory.fits !== 'no') continue
      expect([key, value, offered(fields[key]).filter((one) => fits(answers, key, one))]).toEqual([key, value, []])
      expect(['planned', 'nothing']).toContain(why)
    }
  })

  it('following the recommendations ends with a run that fits, where the planner knows one', () => {
    let now = answers
    for (const key of questions(begin(answers, 'basic'))) {
      if (now[key] !== undefined || key === 'model.id' || key === 'hardware.gpu') continue
      const { value, why } = recommend(now, key)
      const taken = why === 'usual' || why === 'nothing' ? undefined : answer(now, key, value)
      if (taken && 'answers' in taken) now = taken.answers
    }
    if (bestRun(answers)) expect(memoryOf(now)?.estimate.fits).not.toBe('no')
  })
})

it('says with which memory, and with which memory the usual value would come', () => {
  const found = recommend(runs[0] ?? {}, 'method.name')
  expect(found).toMatchObject({ value: 'qlora', why: 'fits' })
  expect(found.memory?.perGpu.reserved).toBeLessThan(found.usual?.perGpu.reserved ?? 0)
})
