/** The optimizer state of an adapter is tiny; moving it to the host saves nothing and costs time. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { deepspeed, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const memoryUselessOptimizerOffload = rule({
  id: 'memory/useless-optimizer-offload',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [deepspeed('deepspeed/runtime/zero/offload_config.py:55'), page('https://arxiv.org/abs/2101.06840')],
  reads: {
    options: [
      'deepspeed.offload_optimizer_device',
      'method.name',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      writesDeepspeed(config) &&
      config['deepspeed.zero_stage'] >= 2 &&
      config['deepspeed.offload_optimizer_device'] !== 'none' &&
      config['method.name'] !== 'full'
        ? { device: config['deepspeed.offload_optimizer_device'] }
        : undefined,
    fix: () => ({ 'deepspeed.offload_optimizer_device': 'none' }),
    example: {
      bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'deepspeed.offload_optimizer_device': 'cpu' },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.offload_optimizer_device': 'cpu',
        'method.name': 'full',
      },
    },
  },
})
