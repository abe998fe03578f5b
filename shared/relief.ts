/** A run that is short of memory → the single answers that would need less, the most helpful first. */
import type { Model } from './catalog/model.ts'
import { check } from './check.ts'
import { type Answers, answer, applies, resolve } from './config.ts'
import { workloadOf } from './estimate/from-run.ts'
import { type Fits, type MemoryEstimate, memory } from './estimate/memory.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fieldKeys, fields } from './fields/index.ts'

export interface Relief {
  readonly key: FieldKey
  readonly value: Value
  /** GiB of one GPU that PyTorch would reserve less. */
  readonly saves: number
  readonly fits: Fits
}

/** Less than this is not worth an answer, GiB. */
const least = 0.1

/** Model, machines and data are what a run is for; everything else may change. */
const free = (key: FieldKey): boolean => !/^(model|hardware|data|output)\./.test(key)

function valuesOf(field: Field): readonly Value[] {
  if (field.kind === 'choice') return field.offered ?? field.choices
  if (field.kind === 'toggle') return [true, false]
  return field.kind === 'integer' ? (field.suggest ?? []) : []
}

const errorsOf = (answers: Answers): ReadonlySet<string> =>
  new Set(check(resolve(answers)).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : [])))

/** Every option's most helpful value that makes no new error; empty where nothing helps or nothing is known. */
export function reliefs(answers: Answers, model?: Model): readonly Relief[] {
  const estimate = (one: Answers): MemoryEstimate | undefined => {
    const found = workloadOf(resolve(one), model)
    return 'workload' in found ? memory(found.workload) : undefined
  }
  const now = estimate(answers)
  if (!now) return []
  const { config } = resolve(answers)
  const errors = errorsOf(answers)
  const found = fieldKeys.flatMap((key): Relief[] => {
    const field: Field = fields[key]
    if (field.level === 'known' || field.home || !free(key) || !applies(key, config)) return []
    return valuesOf(field)
      .flatMap((value): Relief[] => {
        const taken = answer(answers, key, value)
        const then = 'answers' in taken ? estimate(taken.answers) : undefined
        const saves = then ? now.perGpu.reserved - then.perGpu.reserved : 0
        return then && saves >= least ? [{ key, value, saves, fits: then.fits }] : []
      })
      .sort((a, b) => b.saves - a.saves)
      .filter(({ value }, place) => place < 4 && soundWith(answers, key, value, errors))
      .slice(0, 1)
  })
  // Two names for one change, e.g. of the method and of its quantization, are told once.
  return found
    .sort((a, b) => b.saves - a.saves)
    .filter(({ saves }, place, all) => place === 0 || Math.abs(saves - (all[place - 1]?.saves ?? 0)) > 1e-6)
}

function soundWith(answers: Answers, key: FieldKey, value: Value, before: ReadonlySet<string>): boolean {
  const taken = answer(answers, key, value)
  return 'answers' in taken && [...errorsOf(taken.answers)].every((rule) => before.has(rule))
}
