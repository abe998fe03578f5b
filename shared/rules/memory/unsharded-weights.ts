/** ZeRO 1 and 2 shard what trains, and an adapter is almost nothing. */
import { processes, writesDeepspeed } from '../../lookup/run.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const memoryUnshardedWeights = rule({
  id: 'memory/unsharded-weights',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [page('https://arxiv.org/abs/1910.02054')],
  reads: {
    options: [
      'deepspeed.zero_stage',
      'method.name',
      'hardware.gpus_per_machine',
      'hardware.machines',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      writesDeepspeed(config) &&
      (config['deepspeed.zero_stage'] === 1 || config['deepspeed.zero_stage'] === 2) &&
      config['method.name'] !== 'full' &&
      processes(config) > 1
        ? { stage: config['deepspeed.zero_stage'], processes: processes(config) }
        : undefined,
    fix: () => ({ 'deepspeed.zero_stage': 3 }),
    example: {
      bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'hardware.gpus_per_machine': 8, 'deepspeed.zero_stage': 2 },
      good: { 'accelerate.distributed_type': 'DEEPSPEED', 'hardware.gpus_per_machine': 8, 'deepspeed.zero_stage': 3 },
    },
  },
})
