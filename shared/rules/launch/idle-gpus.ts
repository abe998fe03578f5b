/** distributed_type NO starts one process, whatever the number of processes says. */
import { processes } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchIdleGpus = rule({
  id: 'launch/idle-gpus',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/commands/launch.py:1413')],
  reads: {
    options: ['accelerate.distributed_type', 'hardware.gpus_per_machine', 'hardware.machines'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'NO' && processes(config) > 1
        ? { processes: processes(config), idle: processes(config) - 1 }
        : undefined,
    fix: () => ({ 'accelerate.distributed_type': 'MULTI_GPU' }),
    example: {
      bad: { 'accelerate.distributed_type': 'NO', 'hardware.gpus_per_machine': 8 },
      good: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 8 },
    },
  },
})
