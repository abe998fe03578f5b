/** What is recommended at a question: the usual value where the run fits with it; otherwise one with which it fits, and the numbers that say so. */
import type { Model } from './catalog/model.ts'
import { check } from './check.ts'
import { type Answers, answer, recommended, resolve } from './config.ts'
import type { MemoryEstimate } from './estimate/memory.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fields } from './fields/index.ts'
import { memoryOf } from './memory-of.ts'
import { search, varied } from './search.ts'
import { same } from './session.ts'

export interface Recommendation {
  readonly value: Value
  /**
   * `usual`: the value that nobody's answer changes; `fits`: this one fits and the usual one doesn't; `planned`: the best
   * run that fits has it, along with other changes; `nothing`: nothing was found that fits.
   */
  readonly why: 'usual' | 'fits' | 'planned' | 'nothing'
  /** The memory of the run with this value, and with the usual one; absent where the model or the GPU is unknown. */
  readonly memory: MemoryEstimate | undefined
  readonly usual: MemoryEstimate | undefined
}

/** Sequences of one optimizer step that the answers mean. */
function batchOf(answers: Answers): number {
  const { config } = resolve(answers)
  return (
    config['accelerate.num_processes'] *
    config['training.per_device_train_batch_size'] *
    config['training.gradient_accumulation_steps']
  )
}

/** Answers → the best runs that keep to them, computed once. */
const planned = new WeakMap<Answers, { readonly model: Model | undefined; readonly best: Answers | undefined }>()

/** The best run that fits and keeps to the answers; undefined where none does. */
export function bestRun(answers: Answers, model?: Model): Answers | undefined {
  const known = planned.get(answers)
  if (known && known.model === model) return known.best
  const errors = (some: Answers) => check(resolve(some)).filter(({ severity }) => severity === 'error').length
  const { config } = resolve(answers)
  const named = {
    'model.id': config['model.id'],
    'hardware.gpu': config['hardware.gpu'],
    'hardware.gpus_per_machine': config['hardware.gpus_per_machine'],
    'hardware.machines': config['hardware.machines'],
  }
  const { 'training.gradient_accumulation_steps': _derived, ...kept } = { ...named, ...answers }
  const found = search({ answers: kept, effectiveBatch: batchOf(answers), goal: 'speed', model }, 8).best
  const least = Math.min(...found.map((one) => errors(one.answers)))
  const best = found.find((one) => errors(one.answers) === least)?.answers
  planned.set(answers, { model, best })
  return best
}

/** Values that a question offers, besides what can be typed. */
function offered(field: Field): readonly Value[] {
  if (field.kind === 'choice') return field.offered ?? field.choices
  if (field.kind === 'toggle') return [true, false]
  return field.kind === 'integer' || field.kind === 'number' || field.kind === 'text' ? (field.suggest ?? []) : []
}

/** How far a value is from the usual one: numbers by their size, others by their place in the list. */
const distance = (value: Value, usual: Value, values: readonly Value[]): number =>
  typeof value === 'number' && typeof usual === 'number'
    ? Math.abs(Math.log((value + 1) / (usual + 1)))
    : Math.abs(values.indexOf(value) - values.indexOf(usual))

export function recommend(answers: Answers, key: FieldKey, model?: Model): Recommendation {
  const usual = recommended(answers, key)
  const estimate = (some: Answers): MemoryEstimate | undefined => memoryOf(some, model)?.estimate
  const { [key]: _said, ...without } = answers
  const rest = answers[key] === undefined ? answers : without
  const now = estimate(rest)
  if (now?.fits !== 'no' || key === 'model.id' || key === 'hardware.gpu')
    return { value: usual, why: 'usual', memory: now, usual: now }
  const tried = (value: Value) => {
    const taken = answer(rest, key, value)
    return 'answers' in taken ? { value, memory: estimate(taken.answers) } : { value, memory: undefined }
  }
  const best = varied.includes(key) ? bestRun(rest, model) : undefined
  const fromBest = best ? ((resolve(best).config[key] ?? null) as Value) : null
  const fits = (one: { readonly memory: MemoryEstimate | undefined }) =>
    one.memory !== undefined && one.memory.fits !== 'no'
  const wanted = best && !same(fromBest, usual) ? tried(fromBest) : undefined
  if (wanted && fits(wanted)) return { ...wanted, why: 'fits', usual: now }
  const values = offered(fields[key])
  const [nearest] = values
    .map(tried)
    .filter(fits)
    .sort((a, b) => distance(a.value, usual, values) - distance(b.value, usual, values))
  if (nearest) return { ...nearest, why: 'fits', usual: now }
  if (wanted) return { ...wanted, why: 'planned', usual: now }
  return { value: usual, why: best ? 'planned' : 'nothing', memory: now, usual: now }
}
