/** A GPU ran out of memory: what was left, who held it, and what to change first for this run. */
import { likelyModel, modelOfRun } from '../catalog/resolve-model.ts'
import { reliefs } from '../relief.ts'
import { page } from '../source.ts'
import { adviceRule, type Change, type Seen } from './advice.ts'

/** More than this reserved and unused is fragmentation, GiB. */
const fragments = 2

const most = 3

/** The changes that the estimator finds most helpful for this run; the batch first if nothing is known. */
function changesFor({ run }: Seen): readonly Change[] {
  if (!run) return []
  const model = likelyModel(modelOfRun(run))
  const found = model ? reliefs(run.answers, model).slice(0, most) : []
  return found.map(({ key, value }) => ({ key, value }))
}

export const outOfMemory = adviceRule({
  id: 'out-of-memory',
  severity: 'error',
  sources: [
    page(
      'https://docs.pytorch.org/docs/stable/notes/cuda.html#optimizing-memory-usage-with-pytorch-alloc-conf',
      '2026-12-01',
    ),
  ],
  check: (seen) => {
    const first = seen.history.shortages[0]
    if (!first) return undefined
    const { others, unallocated, capacity, allocated, requested } = first
    const crowded = others !== null && capacity !== null && others > 0.05 * capacity
    const fragmented =
      !crowded && unallocated !== null && requested !== null && unallocated > Math.max(fragments, requested)
    const shown = (amount: number | null) => (amount === null ? '?' : amount.toFixed(1))
    return {
      certainty: 'measured',
      facts: {
        phase: first.phase,
        cause: crowded ? 'other-process' : fragmented ? 'fragmentation' : 'too-large',
        requested: shown(requested),
        allocated: shown(allocated),
        capacity: shown(capacity),
        step: first.step,
      },
      changes: crowded || fragmented ? [] : changesFor(seen),
    }
  },
})
