/** The launcher does not hand NVMe paths to the workers; only DeepSpeed's own JSON does. */
import { inlineDeepspeed } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedNvmePathNotPassed = rule({
  id: 'deepspeed/nvme-path-not-passed',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:565-586'),
    accelerate('src/accelerate/utils/dataclasses.py:1247'),
  ],
  reads: {
    options: [
      'deepspeed.offload_optimizer_device',
      'deepspeed.offload_param_device',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) => {
      if (!inlineDeepspeed(config)) return undefined
      const optimizer = config['deepspeed.zero_stage'] >= 2 && config['deepspeed.offload_optimizer_device'] === 'nvme'
      const parameters = config['deepspeed.zero_stage'] === 3 && config['deepspeed.offload_param_device'] === 'nvme'
      return optimizer || parameters ? {} : undefined
    },
    fix: () => ({ 'output.deepspeed_json': true }),
    example: {
      bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'deepspeed.offload_optimizer_device': 'nvme' },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.offload_optimizer_device': 'nvme',
        'output.deepspeed_json': true,
      },
    },
  },
})
