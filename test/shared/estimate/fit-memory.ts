/** Fits the allocator's numbers to published runs, so that they can be judged on sources they have not seen. */
import { type Allocator, contextGib, reservedGib } from '../../../shared/estimate/allocator.ts'
import { memory, parts, useOf } from '../../../shared/estimate/memory.ts'
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

/** A run as the allocator sees it: what lasts and what comes and goes at its peak, which no calibration changes. */
interface Seen {
  readonly one: Published
  readonly lasting: number
  readonly passing: number
}

function seen(one: Published): Seen {
  const { parts: inParts } = memory(one.work)
  let lasting = 0
  let passing = 0
  for (const part of parts) {
    if (useOf[part] < 2) lasting += inParts[part]
    else passing += inParts[part]
  }
  return { one, lasting, passing }
}

function quickError({ one, lasting, passing }: Seen, fit: Allocator): number {
  if (one.peak === null) return Number.NaN
  const reserved = Math.max(lasting + passing, reservedGib(one.work, lasting, passing, fit))
  return (one.metric === 'reserved' ? reserved : reserved + contextGib(one.work, fit)) / one.peak - 1
}

export const errorOf = (one: Published, fit: Allocator): number =>
  one.peak === null ? Number.NaN : memory(one.work, fit).perGpu[one.metric] / one.peak - 1

/** Mean absolute error of each source, large misses capped, weighted by the root of its rows. */
function loss(rows: readonly Seen[], fit: Allocator): number {
  const bySource = new Map<string, number[]>()
  for (const row of rows) {
    const list = bySource.get(row.one.source) ?? []
    list.push(Math.min(0.5, Math.abs(quickError(row, fit))))
    bySource.set(row.one.source, list)
  }
  let total = 0
  for (const list of bySource.values()) total += list.reduce((a, b) => a + b, 0) / Math.sqrt(list.length)
  return total
}

/** Coordinate descent, one number at a time, until none helps. */
export function fitAllocator(published: readonly Published[]): Allocator {
  const rows = published.map(seen)
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

/** For each source, the allocator as it is fitted to all others. Rows that publish what is allocated need no fit. */
export function fitsLeftOut(rows: readonly Published[]): ReadonlyMap<string, Allocator> {
  const fitted = rows.filter((one) => one.peak !== null && one.metric !== 'allocated')
  return new Map(
    [...new Set(fitted.map((one) => one.source))].map((source) => [
      source,
      fitAllocator(fitted.filter((one) => one.source !== source)),
    ]),
  )
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
