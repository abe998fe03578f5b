/** What holds for any workload: parts add up, more never becomes less, and the catalogue's known cases. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gpus } from '../../../shared/catalog/gpus.ts'
import { allModels, modelById } from '../../../shared/catalog/models.ts'
import { memory, parts, verdict } from '../../../shared/estimate/memory.ts'
import { stagingBytes } from '../../../shared/estimate/sharding.ts'
import { adapterParameters } from '../../../shared/estimate/trainables.ts'
import { type Strategy, type Workload, workload } from '../../../shared/estimate/workload.ts'
import { runs } from '../../runs.ts'

const strategies: readonly Strategy[] = ['single', 'ddp', 'zero1', 'zero2', 'zero3', 'fsdp1', 'fsdp2']
const stacks = [
  'hf-trainer',
  'trl',
  'own-loop',
  'mlperf',
  'unsloth',
  'axolotl',
  'ms-swift',
  'litgpt',
  'torchtune',
] as const

const anyWorkload: fc.Arbitrary<Workload> = fc
  .record({
    model: fc.constantFrom(...allModels()),
    gpu: fc.constantFrom(...gpus),
    gpusPerMachine: fc.integer({ min: 2, max: 16 }),
    machines: fc.integer({ min: 1, max: 16 }),
    method: fc.constantFrom('lora' as const, 'qlora' as const, 'dora' as const, 'full' as const),
    rank: fc.integer({ min: 1, max: 256 }),
    dropout: fc.constantFrom(0, 0.05),
    microBatch: fc.integer({ min: 1, max: 64 }),
    sequenceLength: fc.integer({ min: 1, max: 131072 }),
    accumulation: fc.integer({ min: 1, max: 8 }),
    variableLength: fc.boolean(),
    padded: fc.boolean(),
    checkpointing: fc.boolean(),
    attention: fc.constantFrom('eager' as const, 'sdpa' as const, 'flash' as const),
    weightType: fc.constantFrom('bf16' as const, 'fp32' as const),
    optimizer: fc.constantFrom('adamw' as const, 'adamw-8bit' as const, 'sgd' as const, 'adafactor' as const),
    fusedOptimizer: fc.boolean(),
    strategy: fc.constantFrom(...strategies),
    loss: fc.constantFrom('whole' as const, 'kept' as const, 'chunked' as const, 'fused' as const),
    ligerKernels: fc.boolean(),
    stack: fc.constantFrom(...stacks),
    reshard: fc.boolean(),
    sequenceSplit: fc.constantFrom(1, 2),
    tensorSplit: fc.constantFrom(1, 2),
  })
  .map((input) => workload({ ...input, targets: 'all-linear' }))

const allocated = (work: Workload): number => memory(work).perGpu.allocated
const slack = 1 + 1e-12
/** More of something never needs less. */
const never = (change: (work: Workload) => Workload, less = false, first = (work: Workload): Workload => work) =>
  fc.assert(
    fc.property(anyWorkload, (work) => {
      const [before, after] = [allocated(first(work)), allocated(change(first(work)))]
      return less ? after <= before * slack : after * slack >= before
    }),
    runs(125),
  )

describe('memory of one GPU', () => {
  it('is the sum of its parts, and everything is finite and not negative', () => {
    fc.assert(
      fc.property(anyWorkload, (work) => {
        const { perGpu, parts: inParts, overhead, hostRam, nvme } = memory(work)
        const sum = parts.reduce((total, part) => total + inParts[part], 0)
        const all = [...Object.values(inParts), ...Object.values(perGpu), hostRam, nvme]
        return (
          Math.abs(sum - perGpu.allocated) < 1e-9 * Math.max(1, sum) &&
          all.every((value) => Number.isFinite(value) && value >= 0) &&
          Math.abs(perGpu.allocated + overhead.fragmentation + overhead.context - perGpu.nvidiaSmi) <
            1e-9 * perGpu.nvidiaSmi &&
          perGpu.allocated <= perGpu.reserved &&
          perGpu.low <= perGpu.reserved &&
          perGpu.reserved <= perGpu.high
        )
      }),
      runs(250),
    )
  })

  it('never shrinks with a longer sequence', () =>
    never((work) => ({ ...work, sequenceLength: work.sequenceLength + 1 + Math.floor(work.sequenceLength / 3) })))
  it('never shrinks with a larger micro batch', () => never((work) => ({ ...work, microBatch: work.microBatch + 1 })))
  it('never shrinks with a higher rank', () => never((work) => ({ ...work, rank: work.rank + 7 })))
  it('never shrinks without checkpointing, once there are two layers', () =>
    never((work) => (work.checkpointsOffloaded ? work : { ...work, checkpointing: false })))

  it.each(['zero3', 'fsdp1', 'fsdp2'] as const)('never grows with more GPUs under %s, from two up', (strategy) =>
    never(
      (work) => ({ ...work, machines: work.machines + 1 }),
      true,
      (work) => ({ ...work, strategy }),
    ),
  )

  it('never grows when a sequence or every matrix is split among more GPUs, on a fixed number of shards', () => {
    const fixed = (work: Workload): Workload => ({ ...work, shardGroup: 4 })
    never((work) => ({ ...work, sequenceSplit: 2 * work.sequenceSplit }), true, fixed)
    never((work) => ({ ...work, tensorSplit: 2 * work.tensorSplit }), true, fixed)
  })

  it('never grows when state is offloaded, but for the buffers that it passes through', () => {
    fc.assert(
      fc.property(anyWorkload, fc.constantFrom('cpu' as const, 'nvme' as const), (work, where) => {
        const away = { ...work, offloadOptimizer: where }
        const all = { ...away, offloadParameters: where }
        const [optimizer, both] = [allocated(away), allocated(all)]
        const passing = (one: Workload) => stagingBytes(one) / 2 ** 30
        return optimizer <= (allocated(work) + passing(away)) * slack && both <= (optimizer + passing(all)) * slack
      }),
      runs(125),
    )
  })

  it('puts on the host what it takes from the GPU', () => {
    const model = modelById('meta-llama/Llama-3.1-8B')
    const gpu = gpus[0]
    if (!model || !gpu) throw new Error('no model')
    const work = workload({ model, gpu, gpusPerMachine: 8, method: 'full', strategy: 'zero3', offloadOptimizer: 'cpu' })
    expect(memory(work).parts.optimizer).toBe(0)
    expect(memory(work).host.step).toBeCloseTo((18 * model.parameters.total) / 2 ** 30, 0)
    expect(memory({ ...work, offloadOptimizer: 'none' }).host.step).toBe(0)
    expect(memory({ ...work, offloadOptimizer: 'nvme' }).nvme).toBeGreaterThan(80)
  })

  it('says yes, tight and no where INTERFACE draws the lines', () => {
    const limit = 0.97 * 80 - 0.3
    expect(verdict(limit, limit, 80)).toBe('yes')
    expect(verdict(limit, limit + 0.01, 80)).toBe('tight')
    expect(verdict(limit + 0.01, limit + 1, 80)).toBe('no')
  })

  it('counts the trainable parameters of the MLPerf benchmark', () => {
    const model = modelById('regisss/llama2-70b-fused-qkv-mlperf')
    expect(model && adapterParameters(model, { targets: ['qkv_proj', 'o_proj'], rank: 16, dora: false })).toBe(
      44_564_480,
    )
  })

  it('says what no published run checks', () => {
    const model = modelById('openai/gpt-oss-20b')
    const gpu = gpus.find((one) => one.name === 'MI350X')
    if (!model || !gpu) throw new Error('no model')
    const work = workload({
      model,
      gpu,
      gpusPerMachine: 8,
      strategy: 'fsdp2',
      method: 'dora',
      offloadOptimizer: 'nvme',
    })
    expect(memory(work).unvalidated).toEqual([
      'fsdp2',
      'nvme-offload',
      'experts',
      'dora',
      'not-nvidia',
      'gpu-unconfirmed',
    ])
  })
})
