/** How many full memory and speed estimates one core makes in a second. */
import { gpuByName } from '../shared/catalog/gpus.ts'
import { allModels } from '../shared/catalog/models.ts'
import { memory } from '../shared/estimate/memory.ts'
import { speed } from '../shared/estimate/speed.ts'
import { type Workload, workload } from '../shared/estimate/workload.ts'

const gpu = gpuByName('H100-SXM5-80GB')
if (!gpu) throw new Error('no H100')
const strategies = ['ddp', 'zero2', 'zero3', 'fsdp2'] as const
const works: Workload[] = allModels().flatMap((model) =>
  strategies.map((strategy) => workload({ model, gpu, gpusPerMachine: 8, strategy, targets: 'all-linear' })),
)

/** Estimates a second, of at least two seconds' work after a warm-up. */
function rate(run: (work: Workload) => number): number {
  let kept = 0
  for (let round = 0; round < 20; round++) for (const work of works) kept += run(work)
  const start = performance.now()
  let count = 0
  while (performance.now() - start < 2000) {
    for (const work of works) kept += run(work)
    count += works.length
  }
  if (!Number.isFinite(kept)) throw new Error('an estimate is not finite')
  return (count * 1000) / (performance.now() - start)
}

const print = (name: string, value: number): void =>
  console.log(`${name} ${Math.round(value).toLocaleString('en')} a second`)
print(
  'memory',
  rate((work) => memory(work).perGpu.allocated),
)
print(
  'speed',
  rate((work) => speed(work).stepSeconds[0]),
)
print(
  'memory, with another micro batch each time',
  rate((work) => memory({ ...work, microBatch: work.microBatch + 1 }).perGpu.allocated),
)
