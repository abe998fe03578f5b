/** Fits the allocator's numbers to published runs, so that they can be judged on sources they have not seen. */
import type { Allocator } from '../../../shared/estimate/allocator.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import type { Published } from './published.ts'

/** What one would say without having seen a run: nothing wasted but a tenth of what comes and goes, half a GiB of context. */
const start: Allocator = {
  whole: 1,
  sharded: 1.05,
  steady: 1.1,
  varying: 1.3,
  floor: 0.5,
  reach: 10,
  reusedFloor: 0.5,
  context: 0.3,
  contextShare: 0.005,
  communication: 0.5,
}
const steps: readonly number[] = [-0.5, -0.1, -0.02, 0.02, 0.1, 0.5]

export const errorOf = (one: Published, fit: Allocator): number =>
  one.peak === null ? Number.NaN : memory(one.work, fit).perGpu[one.metric] / one.peak - 1

/** Mean absolute error of each source, large misses capped, weighted by the root of its rows. */
function loss(rows: readonly Published[], fit: Allocator): number {
  const bySource = new Map<string, number[]>()
  for (const one of rows) {
    const list = bySource.get(one.source) ?? []
    list.push(Math.min(0.5, Math.abs(errorOf(one, fit))))
    bySource.set(one.source, list)
  }
  let total = 0
  for (const list of bySource.values()) total += list.reduce((a, b) => a + b, 0) / Math.sqrt(list.length)
  return total
}

/** Coordinate descent, one number at a time, until none helps. */
export function fitAllocator(rows: readonly Published[]): Allocator {
  let best = start
  let least = loss(rows, best)
  for (let round = 0; round < 30; round++) {
    const before = least
    for (const key of Object.keys(start) as (keyof Allocator)[]) {
      const low = key === 'whole' || key === 'sharded' || key === 'steady' || key === 'varying' ? 1 : 0
      for (const step of steps) {
        const tried = { ...best, [key]: Math.max(low, best[key] + step) }
        const error = loss(rows, tried)
        if (error < least) {
          best = tried
          least = error
        }
      }
    }
    if (before - least < 1e-4) break
  }
  return best
}

/** For each run, the error of a model whose allocator was fitted to all other sources. */
export function leaveOneSourceOutMemory(rows: readonly Published[]): ReadonlyMap<Published, number> {
  const errors = new Map<Published, number>()
  for (const source of new Set(rows.map((one) => one.source))) {
    const fit = fitAllocator(rows.filter((one) => one.source !== source))
    for (const one of rows) if (one.source === source) errors.set(one, errorOf(one, fit))
  }
  return errors
}
