/** The estimate says that one GPU would have to hold more than it has. */
import { memoryOptions, workloadOf } from '../../estimate/from-run.ts'
import { memory } from '../../estimate/memory.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/**
 * A warning and never an error: an estimate is no proof, and its error on published runs is told with it. Of a
 * model that is named by its own config.json nothing is said until somebody has read that.
 */
export const memoryOutOfMemory = rule({
  id: 'memory/out-of-memory',
  severity: 'warning',
  stage: 'training',
  consequence: 'refuses',
  sources: [page('https://docs.pytorch.org/docs/stable/notes/cuda.html')],
  reads: {
    options: memoryOptions,
  },
  run: {
    check: (run) => {
      if (run.config['model.config_file'] !== null && !run.model) return undefined
      const found = workloadOf(run)
      if (!('workload' in found)) return undefined
      const { perGpu, gpuFits } = memory(found.workload)
      const { name, memoryGib } = found.workload.gpu
      if (gpuFits !== 'no') return undefined
      const shown = (gib: number) => gib.toFixed(1)
      return {
        gpu: name,
        needed: shown(perGpu.reserved),
        low: shown(perGpu.low),
        high: shown(perGpu.high),
        card: shown(memoryGib),
      }
    },
    example: {
      bad: { 'hardware.gpu': 'RTX 4090', 'data.sequence_length': 8192 },
      good: { 'hardware.gpu': 'RTX 4090', 'data.sequence_length': 1024, 'method.name': 'qlora' },
    },
  },
})
