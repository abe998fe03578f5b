/** The experiments give the numbers of `lora-wizard estimate`: for any settings that they offer, the same memory and the same time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workloadFor } from '../../../cli/commands/estimate.ts'
import { gpuByName } from '../../../shared/catalog/gpus.ts'
import { modelById } from '../../../shared/catalog/models.ts'
import { answerAll, resolve } from '../../../shared/config.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import { speed } from '../../../shared/estimate/speed.ts'
import { type LabSettings, labGpus, labModels, labWorkload, optionsOf } from '../../../shared/lab/memory-settings.ts'

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not in the catalog')
  return value
}

const settings: fc.Arbitrary<LabSettings> = fc.record({
  method: fc.constantFrom('lora', 'qlora', 'full'),
  rank: fc.constantFrom(1, 4, 8, 16, 32, 64, 128, 256),
  length: fc.constantFrom(256, 512, 1024, 2048, 4096, 8192, 16384, 32768),
  batch: fc.constantFrom(1, 2, 4, 8, 16, 32),
  accumulation: fc.constantFrom(1, 2, 4, 8, 16, 32),
  checkpointing: fc.boolean(),
  gpusPerMachine: fc.constantFrom(1, 2, 4, 8),
  machines: fc.constantFrom(1, 2, 4),
})

describe('the experiments', () => {
  it('give what the estimate command gives for 500 random settings', () => {
    fc.assert(
      fc.property(
        settings,
        fc.constantFrom(...labModels),
        fc.constantFrom(...labGpus),
        (chosen, { id: modelId }, { id: gpuId }) => {
          const model = known(modelById(modelId))
          const { answers, refusals } = answerAll({}, optionsOf(modelId, gpuId, chosen))
          expect(refusals).toEqual([])
          // The workload that cli/commands/estimate.ts judges.
          const commanded = workloadFor(resolve(answers), model)
          const own = labWorkload(model, known(gpuByName(gpuId)), chosen)
          expect(memory(own)).toEqual(memory(commanded))
          expect(speed(own)).toEqual(speed(commanded))
        },
      ),
      { numRuns: 500 },
    )
  })
})
