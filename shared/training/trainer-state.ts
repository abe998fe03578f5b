/** The Trainer's `trainer_state.json` → the history of the run. */
import { printedNumber } from '../log-formats/format.ts'
import { trainerRecord } from '../log-formats/trainer.ts'
import { fold } from './fold.ts'
import type { History } from './history.ts'

interface State {
  readonly log_history: readonly Readonly<Record<string, unknown>>[]
  readonly max_steps?: unknown
}

/** Python's JSON holds NaN and Infinity; they become texts that `printedNumber` reads. */
const withoutNumbersPythonAdds = (text: string): string => text.replace(/: (NaN|-?Infinity)(?=[,\s}])/g, ': "$1"')

function stateOf(text: string): State | undefined {
  try {
    const found: unknown = JSON.parse(withoutNumbersPythonAdds(text))
    if (typeof found !== 'object' || found === null || !('log_history' in found)) return undefined
    return Array.isArray(found.log_history) ? (found as State) : undefined
  } catch {
    return undefined
  }
}

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' ? value : typeof value === 'string' ? printedNumber(value.replace('Infinity', 'inf')) : null

/** undefined if the text isn't a trainer state. */
export function trainerStateHistory(text: string): History | undefined {
  const state = stateOf(text)
  if (!state) return undefined
  const into = fold()
  const total = numberOf(state.max_steps)
  if (total !== null && total > 0) into.add({ kind: 'setting', name: 'max_steps', value: total })
  for (const entry of state.log_history) {
    if (typeof entry !== 'object' || entry === null) continue
    const record = trainerRecord(new Map(Object.entries(entry).map(([name, value]) => [name, numberOf(value)])))
    if (record) into.add(record)
  }
  return into.history()
}
