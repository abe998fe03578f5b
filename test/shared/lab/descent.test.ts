/** The small training run does what its page says: broken batches hurt without clipping, and the log can't tell. */
import { describe, expect, it } from 'vitest'
import { descend, steps } from '../../../shared/lab/descent.ts'

const end = (clip: number | null, broken: boolean, learningRate = 0.03) =>
  descend({ learningRate, clip, broken }).loss.at(-1) as number

describe('the training run', () => {
  it('is the same every time', () => {
    const settings = { learningRate: 0.03, clip: 0.3, broken: true }
    expect(descend(settings)).toEqual(descend(settings))
    expect(descend(settings).norm).toHaveLength(steps)
    expect(descend(settings).spikes).toHaveLength(7)
  })
  it('learns: the loss falls from 2.4 to the noise', () => {
    expect(descend({ learningRate: 0.03, clip: null, broken: false }).loss[0]).toBeCloseTo(2.37, 1)
    expect(end(null, false)).toBeLessThan(0.012)
  })
  it('ends at about a fiftieth with clipping at 0.3, if some batches are broken', () => {
    const ratio = end(null, true) / end(0.3, true)
    expect(ratio).toBeGreaterThan(45)
    expect(ratio).toBeLessThan(60)
  })
  it.each([1, 0.3])('ends at the same loss with and without a threshold of %d, if no batch is broken', (clip) => {
    expect(end(clip, false) / end(null, false)).toBeCloseTo(1, 1)
  })
  it('makes no progress with a threshold of 1e-9', () => {
    expect(end(1e-9, false)).toBeGreaterThan(2.3)
  })
  it('logs norms far above the threshold, with and without clipping', () => {
    for (const clip of [0.3, null]) {
      const { norm, spikes } = descend({ learningRate: 0.03, clip, broken: true })
      for (const spike of spikes) expect(norm[spike]).toBeGreaterThan(20)
    }
  })
})
