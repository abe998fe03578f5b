/** Only ZeRO stage 3 shards parameters, so only it can move them off the card. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedIgnoredParamOffload = rule({
  id: 'deepspeed/ignored-param-offload',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [deepspeed('deepspeed/runtime/zero/config.py:157-162')],
  reads: {
    options: [
      'deepspeed.zero_stage',
      'deepspeed.offload_param_device',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      writesDeepspeed(config) &&
      config['deepspeed.zero_stage'] < 3 &&
      config['deepspeed.offload_param_device'] !== 'none'
        ? { stage: config['deepspeed.zero_stage'], device: config['deepspeed.offload_param_device'] }
        : undefined,
    fix: () => ({ 'deepspeed.offload_param_device': null }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.zero_stage': 2,
        'deepspeed.offload_param_device': 'cpu',
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.zero_stage': 3,
        'deepspeed.offload_param_device': 'cpu',
      },
    },
  },
})
