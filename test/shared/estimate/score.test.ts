/** The memory model on published runs: how far off, how often wrong about fitting, and never behind another estimator. */
import { describe, expect, it } from 'vitest'
import { memory } from '../../../shared/estimate/memory.ts'
import { upstream } from '../../upstream-table.ts'
import { median } from './fit-speed.ts'
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
    ['constant', 0.08],
    ['variable', 0.197],
    ['framework', 0.154],
  ] as const)('%s: median error at most %d', (group, most) => {
    const errors = scored.filter((one) => one.group === group).map((one) => one.error)
    expect(errors.length).toBeGreaterThan(50)
    expect(median(errors)).toBeLessThanOrEqual(most)
  })

  it('is wrong about fitting in at most 2 % of the rows with a known token count', () => {
    const rows = known.filter((one) => one.group === 'constant' && (one.peak !== null || one.outOfMemory))
    const wrong = rows.filter((one) => memory(one.work).fits === (one.outOfMemory ? 'yes' : 'no'))
    expect(wrong.length / rows.length).toBeLessThanOrEqual(0.02)
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
