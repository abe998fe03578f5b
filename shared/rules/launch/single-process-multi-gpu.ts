/** Data parallelism with a single process has nobody to share the data with. */
import { processes } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchSingleProcessMultiGpu = rule({
  id: 'launch/single-process-multi-gpu',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/commands/launch.py:1208')],
  reads: {
    options: ['accelerate.distributed_type', 'hardware.gpus_per_machine', 'hardware.machines'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'MULTI_GPU' && processes(config) === 1 ? {} : undefined,
    fix: () => ({ 'accelerate.distributed_type': 'NO' }),
    example: {
      bad: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 1 },
      good: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2 },
    },
  },
})
