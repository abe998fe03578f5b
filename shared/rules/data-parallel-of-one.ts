/** Data parallelism with a single process has nobody to share the data with. */
import { accelerate } from '../source.ts'
import { processes } from './questions.ts'
import { rule } from './rule.ts'

export const dataParallelOfOne = rule({
  id: 'data-parallel-of-one',
  severity: 'warning',
  about: ['accelerate.distributed_type', 'hardware.gpus_per_machine', 'hardware.machines'],
  sources: [accelerate('src/accelerate/commands/launch.py:1208')],
  seen: 'never',
  check: ({ config }) =>
    config['accelerate.distributed_type'] === 'MULTI_GPU' && processes(config) === 1 ? {} : undefined,
  fix: () => ({ 'accelerate.distributed_type': 'NO' }),
  example: {
    bad: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 1 },
    good: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2 },
  },
})
