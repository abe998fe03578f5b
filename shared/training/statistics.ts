/** Statistics of a training curve that a few outliers don't move. */
import type { Point } from './history.ts'

/** The numbers of one column, in the order of the steps; missing ones are left out. */
export const column = (points: readonly Point[], name: 'loss' | 'gradNorm' | 'learningRate'): readonly number[] =>
  points.flatMap((point) => {
    const value = point[name]
    return value === null ? [] : [value]
  })

/** The number below which the given share of the numbers lies, 0 to 1. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.filter(Number.isFinite).sort((one, other) => one - other)
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** The median absolute deviation, scaled to the standard deviation of normally distributed numbers. */
export function deviation(numbers: readonly number[]): number {
  const middle = median(numbers)
  return 1.4826 * median(numbers.map((number) => Math.abs(number - middle)))
}

/** The medians of equally long pieces, the first first. */
export const pieces = (numbers: readonly number[], count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) =>
    median(
      numbers.slice(Math.floor((index * numbers.length) / count), Math.floor(((index + 1) * numbers.length) / count)),
    ),
  )

/** The points behind warm-up: from the highest learning rate on; all of them if no learning rate is logged. */
export function afterWarmup(points: readonly Point[]): readonly Point[] {
  let highest = -Infinity
  let begin = 0
  points.forEach(({ learningRate }, index) => {
    if (learningRate !== null && learningRate > highest) {
      highest = learningRate
      begin = index
    }
  })
  return points.slice(begin)
}

/** How often something holds without a break, counted from the end. */
export function lastInARow<T>(things: readonly T[], holds: (thing: T) => boolean): number {
  let count = 0
  while (count < things.length && holds(things[things.length - 1 - count] as T)) count++
  return count
}

/** Two digits, as one writes a learning rate or a threshold. */
export const rounded = (number: number): number => (number === 0 ? 0 : Number(number.toPrecision(2)))
