/** A goal → the wish that a search fulfils, and which parts of it are assumed. */
import type { Model } from './catalog/model.ts'
import { type Answers, type Run, resolve } from './config.ts'
import type { FieldKey } from './fields/index.ts'
import type { Wish } from './search.ts'
import { batchOf, type Session } from './session.ts'

/** What a run is for; how it is done is for the search. */
const ofGoal = /^(model|hardware|data|output)\.|^accelerate\.(main_process_ip|main_process_port|machine_rank)$/

/** The wish of a session; options of how to train that were answered before are left to the search. */
export function wishOf(session: Session, model: Model | undefined): Wish {
  const kept = Object.fromEntries(Object.entries(session.answers).filter(([key]) => ofGoal.test(key))) as Answers
  const { config } = resolve(kept)
  const named = ['model.id', 'hardware.gpu', 'hardware.gpus_per_machine', 'hardware.machines', 'data.sequence_length']
  const answers = Object.fromEntries(named.map((key) => [key, config[key as FieldKey]])) as Answers
  return { answers: { ...kept, ...answers }, effectiveBatch: batchOf(session), goal: 'speed', model }
}

/** Options that a verdict about memory depends on and that have no answer. */
export const assumed = ({ answers }: Pick<Run, 'answers'>): readonly FieldKey[] =>
  (['model.id', 'hardware.gpu'] as const).filter((key) => answers[key] === undefined)
