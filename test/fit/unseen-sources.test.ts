/** The estimator on sources that it has not seen: its numbers are fitted to all other sources, one source at a time. */
import { expect, it } from 'vitest'
import { leaveOneSourceOutMemory } from '../shared/estimate/fit-memory.ts'
import { leaveOneSourceOut, median } from '../shared/estimate/fit-speed.ts'
import { published } from '../shared/estimate/published.ts'
import { timed } from '../shared/estimate/timed.ts'
import { upstream } from '../upstream-table.ts'

it('leaves a median error of at most 13 % of the step time', () => {
  const rows = upstream('measured.tsv').flatMap((row) => timed(row) ?? [])
  const errors = leaveOneSourceOut(rows.filter((one) => one.absolute))
  const all = [...errors.values()].flat()
  expect(all.length).toBeGreaterThan(250)
  expect(errors.size).toBeGreaterThanOrEqual(8)
  expect(median(all.map(Math.abs))).toBeLessThanOrEqual(0.13)
})

it('stays below 8 % of the memory where the token count is known', () => {
  const known = upstream('measured.tsv').flatMap((row) => published(row) ?? [])
  const unseen = leaveOneSourceOutMemory(known.filter((one) => one.peak !== null && one.metric !== 'allocated'))
  const errors = [...unseen].filter(([one]) => one.group === 'constant').map(([, error]) => Math.abs(error))
  expect(errors.length).toBeGreaterThan(90)
  expect(median(errors)).toBeLessThanOrEqual(0.08)
})
