/** The first run that is recommended against what people chose and published: it is at least as fast as their settings, predicted alike. */
import { expect, it } from 'vitest'
import { distinctRuns } from '../../shared/distinct-runs.ts'
import { memory } from '../../shared/estimate/memory.ts'
import { speed } from '../../shared/estimate/speed.ts'
import { gpuCount, type Workload } from '../../shared/estimate/workload.ts'
import { tokensPerSecond } from '../../shared/search.ts'
import { upstream } from '../upstream-table.ts'
import { published } from './estimate/published.ts'

interface Choice {
  readonly source: string
  readonly work: Workload
}

/** Published LoRA and QLoRA runs with the Trainer on one machine that fit, one for each model, GPUs and settings. */
function choices(): readonly Choice[] {
  const seen = new Set<string>()
  return upstream('measured.tsv').flatMap((row): Choice[] => {
    const found = published(row)
    if (!found || found.outOfMemory) return []
    const { work, source } = found
    const { model, gpu, gpusPerMachine, machines, sequenceLength, microBatch, method, stack } = work
    if (!['lora', 'qlora'].includes(method) || machines !== 1 || stack !== 'hf-trainer') return []
    const name = [
      model.id,
      gpu.name,
      gpusPerMachine,
      sequenceLength,
      microBatch,
      method,
      work.rank,
      work.checkpointing,
    ].join(' ')
    if (seen.has(name) || memory(work).fits !== 'yes') return []
    seen.add(name)
    return [{ source, work }]
  })
}

/** More would tell nothing more, and take long. */
const all = choices().slice(0, 36)

it('knows at least thirty choices with their sources', () => {
  expect(all.length).toBeGreaterThanOrEqual(30)
  for (const { source } of all) expect(source).not.toBe('')
})

it('recommends a run that is as fast as each of them, with the same adapter, length and batch', () => {
  const slower = all.flatMap(({ source, work }) => {
    const { model, gpu, gpusPerMachine, sequenceLength, microBatch, accumulation, rank } = work
    const [first] = distinctRuns({
      answers: {
        'model.id': model.id,
        'hardware.gpu': gpu.name,
        'hardware.gpus_per_machine': gpusPerMachine,
        'hardware.machines': 1,
        'data.sequence_length': sequenceLength,
        'lora.r': rank,
      },
      effectiveBatch: microBatch * accumulation * gpuCount(work),
      goal: 'speed',
      model,
    }).runs
    const rate = first ? tokensPerSecond(first.speed) : 0
    // A rate is predicted no better than this.
    const enough = tokensPerSecond(speed(work)) * 0.97
    return rate >= enough ? [] : [`${source}: ${model.id} on ${gpusPerMachine} × ${gpu.name}: ${rate} < ${enough}`]
  })
  expect(slower).toEqual([])
})
