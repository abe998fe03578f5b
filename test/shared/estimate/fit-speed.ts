/** Fits the calibration of the speed model to published runs, so that it can be judged on sources it has not seen. */
import { type Calibration, stepSeconds, vendorStepSeconds } from '../../../shared/estimate/speed.ts'
import type { Timed } from './timed.ts'

export const predicted = (one: Timed, fit: Calibration): number =>
  one.vendorBatch === null ? stepSeconds(one.work, fit) : vendorStepSeconds(one.work, one.vendorBatch, fit)

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? Number.NaN) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

/** Mean absolute log error of each source, averaged over sources, so that a long table does not drown a short one. */
function loss(rows: readonly Timed[], fit: Calibration): number {
  const bySource = new Map<string, number[]>()
  for (const one of rows) {
    const error = Math.min(1, Math.abs(Math.log(predicted(one, fit) / one.seconds)))
    const list = bySource.get(one.source) ?? []
    list.push(error)
    bySource.set(one.source, list)
  }
  let total = 0
  for (const list of bySource.values())
    total += (list.reduce((a, b) => a + b, 0) / list.length) * Math.sqrt(list.length)
  return total
}

const steps: readonly number[] = [0.7, 0.85, 0.93, 0.97, 1.03, 1.07, 1.15, 1.35]
const limits: Partial<Record<keyof Calibration, readonly [number, number]>> = {
  matmul: [0.4, 0.9],
  vendor: [0.3, 0.9],
  overlap: [1, 4],
  hooks: [1, 4],
  link: [0.2, 0.9],
}

/** Round numbers from data sheets and common knowledge, so that no fit begins from one that has seen the answer. */
const start: Calibration = {
  matmul: 0.6,
  traffic: 200,
  adapterTraffic: 10,
  launch: 0.001,
  dequantization: 5,
  gptqDequantization: 20,
  link: 0.5,
  overlap: 2,
  gather: 0.001,
  hooks: 1.5,
  vendor: 0.5,
  vendorTraffic: 400,
  vendorSplit: 0.1,
}

/** Coordinate descent, one number at a time, until none helps. */
export function fitCalibration(rows: readonly Timed[]): Calibration {
  let best = start
  let least = loss(rows, best)
  for (let round = 0; round < 40; round++) {
    const before = least
    for (const key of Object.keys(start) as (keyof Calibration)[]) {
      for (const step of steps) {
        const [low, high] = limits[key] ?? [0, Number.POSITIVE_INFINITY]
        const tried = { ...best, [key]: Math.min(high, Math.max(low, best[key] * step)) }
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

/** For each source, the errors on its rows of a model fitted to all the others. */
export function leaveOneSourceOut(rows: readonly Timed[]): ReadonlyMap<string, readonly number[]> {
  const errors = new Map<string, readonly number[]>()
  for (const source of new Set(rows.map((one) => one.source))) {
    const fit = fitCalibration(rows.filter((one) => one.source !== source))
    const left = rows.filter((one) => one.source === source)
    errors.set(
      source,
      left.map((one) => predicted(one, fit) / one.seconds - 1),
    )
  }
  return errors
}
