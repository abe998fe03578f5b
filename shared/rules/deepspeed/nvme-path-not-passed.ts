/** The launcher does not hand NVMe paths to the workers; only DeepSpeed's own JSON does. */
import { inlineDeepspeed } from '../../lookup/run.ts'
import { accelerate, cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedNvmePathNotPassed = rule({
  id: 'deepspeed/nvme-path-not-passed',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/utils/launch.py:565-586'),
    accelerate('src/accelerate/utils/dataclasses.py:1247'),
    cite('deepspeed', '0.19.8', 'deepspeed/runtime/zero/stage3.py:840', '2026-12-01'),
    cite('deepspeed', '0.19.8', 'deepspeed/runtime/swap_tensor/partitioned_param_swapper.py:86', '2026-12-01'),
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
