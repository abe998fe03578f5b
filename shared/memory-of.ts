/** Answers → the memory of one GPU and how much of it there is; undefined where the model or the GPU is unknown. */
import type { Model } from './catalog/model.ts'
import { type Answers, resolve } from './config.ts'
import { gpuOf, workloadOf } from './estimate/from-run.ts'
import { type MemoryEstimate, memory } from './estimate/memory.ts'

export interface MemoryOf {
  readonly estimate: MemoryEstimate
  /** GiB of one GPU. */
  readonly card: number
}

export function memoryOf(answers: Answers, model?: Model): MemoryOf | undefined {
  const run = resolve(answers)
  const found = workloadOf(run, model)
  const card = gpuOf(run.config)?.memoryGib
  return 'workload' in found && card !== undefined ? { estimate: memory(found.workload), card } : undefined
}
