/** The memory model on published runs: how far off, how often wrong about fitting, and never behind another estimator. */
import { describe, expect, it } from 'vitest'
import { memory } from '../../../shared/estimate/memory.ts'
import { upstream } from '../../upstream-table.ts'
import { median } from './fit-speed.ts'
import { inOwnTerms } from './own-terms.ts'
import { peers } from './peers.ts'
import { type Group, published } from './published.ts'

const known = upstream('measured.tsv').flatMap((row) => published(row) ?? [])
const scored = known.flatMap((one) =>
  one.peak === null ? [] : [{ ...one, error: Math.abs(memory(one.work).perGpu[one.metric] / one.peak - 1) }],
)

describe('memory on published runs', () => {
  it('scores nearly all rows that publish memory', () => {
    expect(scored.length).toBeGreaterThan(300)
  })

  it.each([
    ['constant', 0.045],
    ['variable', 0.197],
    ['framework', 0.154],
  ] as const)('%s: median error at most %d', (group, most) => {
    const errors = scored.filter((one) => one.group === group).map((one) => one.error)
    expect(errors.length).toBeGreaterThan(50)
    expect(median(errors)).toBeLessThanOrEqual(most)
  })

  it('holds for small runs as well: below 13 GiB at most 5 % off, with no bias', () => {
    const small = scored.filter((one) => one.group === 'constant' && (one.peak ?? 0) < 13)
    expect(small.length).toBeGreaterThanOrEqual(25)
    expect(median(small.map((one) => one.error))).toBeLessThanOrEqual(0.05)
    const signed = small.map((one) => memory(one.work).perGpu[one.metric] / (one.peak ?? 1) - 1)
    expect(Math.abs(median(signed))).toBeLessThanOrEqual(0.03)
  })

  it('holds for runs that were written down in its own terms: out-of-memory failures, fits and fixed batches', () => {
    const own = upstream('measured-2.tsv').flatMap(inOwnTerms)
    expect(own.length).toBeGreaterThan(45)
    const peaks = own.flatMap((one) => (one.peak === null ? [] : [{ ...one, peak: one.peak }]))
    const errors = peaks.map((one) => Math.abs(memory(one.work).perGpu[one.metric] / one.peak - 1))
    expect(median(errors)).toBeLessThanOrEqual(0.065)
    const died = own.filter((one) => one.outOfMemory)
    expect(died.length).toBeGreaterThan(10)
    expect(died.filter((one) => memory(one.work).fits === 'yes')).toEqual([])
  })

  it('is at most 5 % off on mixtures of experts', () => {
    const own = upstream('measured-2.tsv').flatMap(inOwnTerms)
    const experts = own.flatMap((one) =>
      one.peak === null || !one.work.model.experts
        ? []
        : [Math.abs(memory(one.work).perGpu[one.metric] / one.peak - 1)],
    )
    expect(experts.length).toBeGreaterThanOrEqual(13)
    expect(median(experts)).toBeLessThanOrEqual(0.05)
  })

  it('is wrong about fitting in at most 2 % of the rows with a known token count', () => {
    const rows = known.filter((one) => one.group === 'constant' && (one.peak !== null || one.outOfMemory))
    const wrong = rows.filter((one) => memory(one.work).fits === (one.outOfMemory ? 'yes' : 'no'))
    expect(wrong.length / rows.length).toBeLessThanOrEqual(0.02)
  })

  it('says of at most 1 % of the runs that died that they fit, and of at most 3 % of those that worked that they do not', () => {
    const own = upstream('measured-2.tsv').flatMap(inOwnTerms)
    const judged = [...new Map([...known, ...own].map((one) => [one.row, one])).values()]
    const died = judged.filter((one) => one.outOfMemory)
    const worked = judged.filter((one) => !one.outOfMemory && one.peak !== null)
    expect(died.length).toBeGreaterThan(40)
    expect(worked.length).toBeGreaterThan(350)
    expect(died.filter((one) => memory(one.work).fits === 'yes').length / died.length).toBeLessThanOrEqual(0.01)
    expect(worked.filter((one) => memory(one.work).fits === 'no').length / worked.length).toBeLessThanOrEqual(0.03)
  })

  it('has at least 80 % of the published reserved figures inside its band', () => {
    const own = upstream('measured-2.tsv').flatMap(inOwnTerms)
    const figures = [...known, ...own].flatMap((one) =>
      one.peak === null || one.metric === 'allocated' ? [] : [{ ...one, peak: one.peak }],
    )
    const inside = figures.filter(({ work, metric, peak }) => {
      const { perGpu, overhead } = memory(work)
      const more = metric === 'nvidiaSmi' ? overhead.context : 0
      return peak >= perGpu.low + more && peak <= perGpu.high + more
    })
    expect(figures.length).toBeGreaterThan(250)
    expect(inside.length / figures.length).toBeGreaterThanOrEqual(0.8)
  })

  it('knows runs that died of too little memory', () => {
    const dead = known.filter((one) => one.outOfMemory && one.peak === null)
    const noticed = dead.filter((one) => memory(one.work).fits !== 'yes')
    expect(dead.length).toBeGreaterThan(10)
    expect(noticed.length / dead.length).toBeGreaterThan(0.85)
  })

  it.each(['constant', 'variable', 'framework'] as const)(
    '%s: no other estimator is nearer on the rows it knows',
    (group: Group) => {
      for (const peer of peers) {
        const pairs = scored.flatMap((one) => {
          const figure = one.group === group ? peer.estimate(one.work) : null
          return figure === null || one.peak === null ? [] : [[Math.abs(figure / one.peak - 1), one.error] as const]
        })
        if (pairs.length < 5) continue
        expect(median(pairs.map(([, ours]) => ours)), peer.name).toBeLessThan(median(pairs.map(([theirs]) => theirs)))
      }
    },
  )
})
