/** MULTI_GPU with a list of one card is refused by the launcher. */
import { names } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchSingleGpuId = rule({
  id: 'launch/single-gpu-id',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:1258')],
  reads: {
    options: ['accelerate.gpu_ids', 'accelerate.distributed_type', 'hardware.machines'],
  },
  run: {
    check: ({ config }) => {
      const given = config['accelerate.gpu_ids']
      if (given === null || given === 'all' || config['accelerate.distributed_type'] !== 'MULTI_GPU') return undefined
      return config['hardware.machines'] === 1 && names(given).length < 2 ? { id: given } : undefined
    },
    fix: () => ({ 'accelerate.distributed_type': 'NO' }),
    example: {
      bad: { 'accelerate.distributed_type': 'MULTI_GPU', 'accelerate.gpu_ids': '0' },
      good: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2, 'accelerate.gpu_ids': '0,1' },
    },
  },
})
