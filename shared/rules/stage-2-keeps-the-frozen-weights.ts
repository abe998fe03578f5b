/** ZeRO 1 and 2 shard what trains, and an adapter is almost nothing. */
import { page } from '../source.ts'
import { processes, writesDeepspeed } from './questions.ts'
import { rule } from './rule.ts'

export const stage2KeepsTheFrozenWeights = rule({
  id: 'stage-2-keeps-the-frozen-weights',
  severity: 'hint',
  about: [
    'deepspeed.zero_stage',
    'method.name',
    'hardware.gpus_per_machine',
    'hardware.machines',
    'deepspeed.deepspeed_config_file',
    'accelerate.distributed_type',
  ],
  sources: [page('https://arxiv.org/abs/1910.02054')],
  seen: 'never',
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
})
