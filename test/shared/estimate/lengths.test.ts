/** Sample lengths → the longest, the mean, and the padding of a batch; and what they change in an estimate. */
import { describe, expect, it } from 'vitest'
import { type Answers, resolve } from '../../../shared/config.ts'
import { workloadOf } from '../../../shared/estimate/from-run.ts'
import { bucketsOf, fromBuckets } from '../../../shared/estimate/lengths.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import { speed } from '../../../shared/estimate/speed.ts'

const workOf = (answers: Answers) => {
  const found = workloadOf(resolve({ 'hardware.gpu': 'A100-SXM4-80GB', 'data.sequence_length': 4096, ...answers }))
  if (!('workload' in found)) throw new Error('a model and a GPU that are known')
  return found.workload
}

describe('a histogram', () => {
  it('is cut at the limit', () => {
    expect(bucketsOf('9000:2,256:6,0:1', 4096)).toEqual([
      [1, 1],
      [256, 6],
      [4096, 2],
    ])
  })

  it('gives the longest, the mean, and what a batch is padded to', () => {
    const even = bucketsOf('100:1,300:1', 4096)
    expect(fromBuckets(even, 1)).toEqual({ longest: 300, mean: 200, padded: 200 })
    // Of two samples both are short in one case of four.
    expect(fromBuckets(even, 2)).toEqual({ longest: 300, mean: 200, padded: 250 })
    expect(fromBuckets([], 2)).toBeUndefined()
  })
})

describe('an estimate', () => {
  it('needs less memory where the longest sample is short, and never more than with full rows', () => {
    const full = memory(workOf({})).perGpu.allocated
    const short = memory(workOf({ 'data.length_histogram': '256:900,1024:100' })).perGpu.allocated
    const guessed = memory(workOf({ 'data.mean_length': 300 })).perGpu.allocated
    expect(short).toBeLessThan(full)
    expect(guessed).toBeLessThan(full)
    expect(memory(workOf({ 'data.mean_length': 300 })).unvalidated).toContain('lengths')
  })

  it('counts tokens without padding', () => {
    const alone = { 'data.length_histogram': '256:500,2048:500' }
    const [one, eight] = [1, 8].map((batch) =>
      speed(workOf({ ...alone, 'training.per_device_train_batch_size': batch })),
    )
    const full = speed(workOf({ 'training.per_device_train_batch_size': 8 }))
    expect(one?.tokensPerSecond[0]).toBeGreaterThan(eight?.tokensPerSecond[0] ?? 0)
    expect(full.tokensPerSecond[0]).toBeGreaterThan(eight?.tokensPerSecond[0] ?? 0)
  })

  it('takes packed rows as full, and lets attention see one sample', () => {
    const packed = { 'data.packing': true, 'data.mean_length': 300 }
    expect(memory(workOf(packed)).perGpu.allocated).toBe(memory(workOf({})).perGpu.allocated)
    expect(speed(workOf(packed)).flops).toBeLessThan(speed(workOf({})).flops)
  })

  it('knows pure BF16 from FP32 master weights', () => {
    const full: Answers = { 'method.name': 'full', 'model.id': 'meta-llama/Llama-3.2-1B' }
    const [pure, master] = ['bfloat16', 'float32'].map((dtype) => memory(workOf({ ...full, 'model.dtype': dtype })))
    const state = (one: typeof pure) => (one ? one.parts.weights + one.parts.optimizer : 0)
    expect(state(master) / state(pure)).toBeCloseTo(2, 2)
  })
})
