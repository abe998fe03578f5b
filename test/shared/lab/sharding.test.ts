/** The experiment about sharding gives what the ZeRO paper prints, and sends what the estimator counts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gpuByName } from '../../../shared/catalog/gpus.ts'
import { modelById } from '../../../shared/catalog/models.ts'
import { bytesOnTheWire } from '../../../shared/estimate/communication.ts'
import { adapterParameters } from '../../../shared/estimate/trainables.ts'
import { type Strategy, workload } from '../../../shared/estimate/workload.ts'
import {
  kept,
  layerAt,
  moments,
  sent,
  sharded,
  shardingModels,
  total,
  type Way,
  ways,
} from '../../../shared/lab/sharding.ts'

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not in the catalog')
  return value
}
const gpu = known(gpuByName('A100-SXM4-80GB'))
const strategies: Readonly<Record<Way, Strategy>> = {
  ddp: 'ddp',
  zero1: 'zero1',
  zero2: 'zero2',
  zero3: 'zero3',
  fsdp: 'fsdp2',
}

describe('what a GPU keeps', () => {
  // Rajbhandari et al. 2020, figure 1: 7.5 billion parameters on 64 GPUs.
  it.each([
    ['ddp', 120],
    ['zero1', 31.4],
    ['zero2', 16.6],
    ['zero3', 1.9],
    ['fsdp', 1.9],
  ] as const)('with %s is %d GB, as in the paper', (way, gigabytes) => {
    const training = { parameters: 7.5e9, adapter: 0, gpus: 64, accumulation: 1 }
    expect(Number((total(kept(way, training)) / 1e9).toFixed(1))).toBe(gigabytes)
  })
  it('hardly changes for an adapter before the weights are sharded', () => {
    const training = { parameters: 68_976_648_192, adapter: 44_564_480, gpus: 8, accumulation: 1 }
    const [ddp, , zero2, zero3] = ways.map((way) => total(kept(way, training)))
    expect(known(ddp) - known(zero2)).toBeLessThan(1e9)
    expect(known(ddp) / 1e9).toBeCloseTo(138.67, 1)
    expect(known(zero3)).toBeLessThan(80e9)
  })
})

describe('the models of the experiment', () => {
  it.each(shardingModels)('$name has the numbers of the catalog', ({ id, model, parameters, adapter }) => {
    const found = known(modelById(model))
    expect(found.parameters.total).toBe(parameters)
    if (id === '8b') expect(adapterParameters(found, { targets: 'all-linear', rank: 16, dora: false })).toBe(adapter)
    // The reference fuses query, key, and value into one matrix.
    const fused = known(modelById('regisss/llama2-70b-fused-qkv-mlperf'))
    if (id === '70b')
      expect(adapterParameters(fused, { targets: ['qkv_proj', 'o_proj'], rank: 16, dora: false })).toBe(adapter)
  })
})

describe('what a GPU sends', () => {
  it('is what the estimator counts without gradient checkpointing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ways),
        fc.constantFrom(...shardingModels),
        fc.constantFrom(1, 2, 4, 8, 64),
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom(0, 1, 8, 16, 64),
        (way, { model }, count, accumulation, rank) => {
          const found = known(modelById(model))
          const work = workload({
            model: found,
            gpu,
            gpusPerMachine: count,
            strategy: strategies[way],
            method: rank === 0 ? 'full' : 'lora',
            targets: 'all-linear',
            rank,
            accumulation,
            adapterType: 'bf16',
            checkpointing: false,
          })
          const wire = bytesOnTheWire(work)
          const adapter = rank === 0 ? 0 : adapterParameters(found, { targets: 'all-linear', rank, dora: false })
          const own = sent(way, { parameters: found.parameters.total, adapter, gpus: count, accumulation })
          expect(own.weights + own.gradients).toBeCloseTo(wire.everyStep + accumulation * wire.everyMicroBatch, -3)
        },
      ),
    )
  })
  it('with full fine-tuning is 1.5 times as much when weights are sharded, and with LoRA more than 1,000 times', () => {
    const full = { parameters: 68_976_648_192, adapter: 0, gpus: 8, accumulation: 1 }
    const lora = { ...full, adapter: 44_564_480 }
    const all = (way: Way, training: typeof full) => Object.values(sent(way, training)).reduce((a, b) => a + b, 0)
    expect(all('zero3', full) / all('ddp', full)).toBeCloseTo(1.5, 6)
    expect(all('zero3', lora) / all('ddp', lora)).toBeGreaterThan(1000)
  })
})

describe('one layer', () => {
  it.each(ways)('with %s is whole while it is computed, and otherwise kept as the way says', (way) => {
    for (const moment of moments) {
      const { weights } = layerAt(way, moment)
      const computing = moment === 'forward' || moment === 'backward'
      if (computing) expect(weights).toBe('whole')
      if (moment === 'sharded' || moment === 'free' || moment === 'scatter')
        expect(weights).toBe(sharded[way].weights ? 'shard' : 'whole')
    }
  })
})
