/** Offload to NVMe without saying where. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingNvmePath = rule({
  id: 'deepspeed/missing-nvme-path',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/zero/partition_parameters.py:1216')],
  reads: {
    options: [
      'deepspeed.offload_param_device',
      'deepspeed.offload_optimizer_device',
      'deepspeed.offload_param_nvme_path',
      'deepspeed.offload_optimizer_nvme_path',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) => {
      if (!writesDeepspeed(config)) return undefined
      const stage = config['deepspeed.zero_stage']
      const missing: string[] = []
      if (
        stage === 3 &&
        config['deepspeed.offload_param_device'] === 'nvme' &&
        !config['deepspeed.offload_param_nvme_path']
      )
        missing.push('deepspeed.offload_param_nvme_path')
      if (
        stage >= 2 &&
        config['deepspeed.offload_optimizer_device'] === 'nvme' &&
        !config['deepspeed.offload_optimizer_nvme_path']
      )
        missing.push('deepspeed.offload_optimizer_nvme_path')
      return missing.length > 0 ? { missing } : undefined
    },
    fix: ({ config }) => ({
      ...(config['deepspeed.offload_param_device'] === 'nvme' && { 'deepspeed.offload_param_device': 'cpu' }),
      ...(config['deepspeed.offload_optimizer_device'] === 'nvme' && { 'deepspeed.offload_optimizer_device': 'cpu' }),
    }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.deepspeed_json': true,
        'deepspeed.offload_param_device': 'nvme',
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.deepspeed_json': true,
        'deepspeed.offload_param_device': 'nvme',
        'deepspeed.offload_param_nvme_path': '/local_nvme',
      },
    },
  },
})
