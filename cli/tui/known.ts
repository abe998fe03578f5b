/** What follows from a session and is asked for on every frame: findings, files, memory; each computed once for the same answers. */

import { cardsThatFit, type FittingCards } from '../../shared/cards-that-fit.ts'
import { parseGpu } from '../../shared/catalog/gpu-names.ts'
import { gpus } from '../../shared/catalog/gpus.ts'
import type { Linear } from '../../shared/catalog/model.ts'
import { allModels } from '../../shared/catalog/models.ts'
import { likelyModel, modelOfRun } from '../../shared/catalog/resolve-model.ts'
import { check } from '../../shared/check.ts'
import { type Answers, answer, type Run, resolve } from '../../shared/config.ts'
import { type DistinctRuns, distinctRuns } from '../../shared/distinct-runs.ts'
import { gpuOf, workloadOf } from '../../shared/estimate/from-run.ts'
import { memory } from '../../shared/estimate/memory.ts'
import type { Value } from '../../shared/fields/field.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { wishOf } from '../../shared/goal.ts'
import type { MemoryOf } from '../../shared/memory-of.ts'
import type { Language } from '../../shared/pages.ts'
import { bestRun, type Recommendation, recommend } from '../../shared/recommend.ts'
import { reliefs } from '../../shared/relief.ts'
import type { Finding } from '../../shared/rules/rule.ts'
import { batchOf, type Session } from '../../shared/session.ts'
import type { FaceOptions, Standing } from '../face.ts'

/** A function of an object, computed once for each object. */
function remembered<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const seen = new WeakMap<K, { readonly value: T }>()
  return (key) => {
    const known = seen.get(key)
    if (known) return known.value
    const value = compute(key)
    seen.set(key, { value })
    return value
  }
}

/** Reads the model that a config.json describes, or the one in a folder of the model's name; each once, since every frame asks. */
let modelled: FaceOptions['modelled'] = (run) => run
export function readModelsWith(read: FaceOptions['modelled']): void {
  const models = new Map<string, Run['model']>()
  modelled = (run) => {
    const file = run.config['model.config_file'] ?? run.config['model.id']
    if (!models.has(file)) models.set(file, read(run).model)
    return { ...run, model: models.get(file) }
  }
}

export const runFor = remembered((answers: Answers): Run => modelled(resolve(answers)))
export const findingsFor = remembered((answers: Answers): readonly Finding[] => check(runFor(answers)))

export type Memory = MemoryOf
/** Memory of one GPU; undefined where the model or the GPU is in no catalogue. */
export const memoryFor = remembered((answers: Answers): Memory | undefined => {
  const run = runFor(answers)
  const found = workloadOf(run)
  const card = gpuOf(run.config)?.memoryGib
  return 'workload' in found && card !== undefined ? { estimate: memory(found.workload), card } : undefined
})

const hypothetical = remembered((_answers: Answers) => new Map<string, Answers>())
/** The answers as they would be with one more; those given where it would be refused. */
export function answersWith(answers: Answers, key: FieldKey, value: Value): Answers {
  const known = hypothetical(answers)
  const name = `${key}=${JSON.stringify(value)}`
  const seen = known.get(name)
  if (seen) return seen
  const taken = answer(answers, key, value)
  const next = 'answers' in taken ? taken.answers : answers
  known.set(name, next)
  return next
}

export interface Better {
  readonly key: FieldKey
  readonly value: Value
  /** GiB that would be reserved. */
  readonly reserved: number
}

/** The single answer, among those offered for what the run may choose freely, that would need the least memory. */
export const helpsMost = remembered((answers: Answers): Better | undefined => {
  const now = memoryFor(answers)?.estimate.perGpu.reserved
  const [most] = reliefs(answers, runFor(answers).model)
  return most && now !== undefined ? { key: most.key, value: most.value, reserved: now - most.saves } : undefined
})

const advice = remembered((_answers: Answers) => new Map<FieldKey, Recommendation>())
/** What is recommended at a question, and the numbers behind it. */
export function adviceFor(answers: Answers, key: FieldKey): Recommendation {
  const known = advice(answers)
  const found = known.get(key) ?? recommend(answers, key, runFor(answers).model)
  known.set(key, found)
  return found
}

/** The best run that keeps to the answers and fits. */
export const bestFor = (answers: Answers): Answers | undefined => bestRun(answers, runFor(answers).model)

/** A function of a goal, computed once for the same answers and batch. */
function ofGoal<T>(compute: (session: Session) => T): (session: Session) => T {
  const byBatch = remembered((_answers: Answers) => new Map<number, { readonly value: T }>())
  return (session) => {
    const known = byBatch(session.answers)
    const batch = batchOf(session)
    const before = known.get(batch)
    if (before) return before.value
    const value = compute(session)
    known.set(batch, { value })
    return value
  }
}

const wishFor = (session: Session) => wishOf(session, likelyModel(modelOfRun(runFor(session.answers))))
/** The runs to choose between. */
export const runsFor = ofGoal((session): DistinctRuns => distinctRuns(wishFor(session)))
/** The GPUs that would do where none of the runs fits. */
export const cardsFor = ofGoal((session): readonly FittingCards[] => cardsThatFit(wishFor(session)))

export interface Files {
  readonly standing: FaceOptions['standing']
  /** Looks at the folder again from now on. */
  readonly forget: () => void
}

/** The files of a session, computed once for the same answers and language. */
export function filesOnce(standing: FaceOptions['standing']): Files {
  let seen = new WeakMap<Answers, Map<Language, readonly Standing[]>>()
  return {
    standing: (session, language) => {
      const known = seen.get(session.answers) ?? new Map<Language, readonly Standing[]>()
      seen.set(session.answers, known)
      const files = known.get(language) ?? standing(session, language)
      known.set(language, files)
      return files
    },
    forget: () => {
      seen = new WeakMap()
    },
  }
}

export interface Listed {
  readonly value: string
  readonly note: string
  /** Whether the note stays where there is no room for the memory as well. */
  readonly first?: boolean
}

export const billions = (count: number) =>
  count >= 1e9 ? `${(count / 1e9).toFixed(1)}B` : `${Math.round(count / 1e6)}M`

/** Options whose values are listed in a catalogue. */
const catalogues: Readonly<Partial<Record<FieldKey, () => readonly Listed[]>>> = {
  'model.id': () => allModels().map(({ id, parameters }) => ({ value: id, note: billions(parameters.total) })),
  'hardware.gpu': () => gpus.map(({ name, memoryGb }) => ({ value: name, note: `${memoryGb} GB`, first: true })),
}
const listedOnce = new Map<FieldKey, readonly Listed[]>()

/** The modules of a model that an adapter can be put on: those of attention, and all of them, as `target_modules` is written. */
function modulesOf(answers: Answers): readonly Listed[] {
  const linears = likelyModel(modelOfRun(runFor(answers)))?.linears ?? []
  const named = (wanted: readonly Linear[]) => [
    ...new Set(wanted.map(({ path }) => path.slice(path.lastIndexOf('.') + 1))),
  ]
  const attention = named(linears.filter(({ role }) => role.startsWith('attention')))
  return [attention, named(linears)]
    .filter((names) => names.length > 0)
    .map((names) => ({ value: names.join(','), note: '' }))
}

/** The values that a catalogue offers for an option of this run. */
export function listedFor(key: FieldKey, answers: Answers): readonly Listed[] {
  if (key === 'lora.target_modules') return modulesOf(answers)
  const known = listedOnce.get(key) ?? catalogues[key]?.() ?? []
  listedOnce.set(key, known)
  return known
}

/** Whether an answer brings an error that is not there without it. */
export function bringsError(answers: Answers, key: FieldKey, value: Value): boolean {
  const errors = (some: Answers) => findingsFor(some).filter(({ severity }) => severity === 'error')
  const known = new Set(errors(answers).map(({ rule }) => rule))
  return errors(answersWith(answers, key, value)).some(({ rule }) => !known.has(rule))
}

/** A typed text as the catalogue spells it. */
export function spelt(key: FieldKey, text: string): string {
  if (key !== 'hardware.gpu') return text
  const found = parseGpu(text)
  return found.kind === 'found' && found.count === null ? found.gpu.name : text
}
