/** The launcher hands dynamo_config to no DeepSpeed worker. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedCompileIgnored = rule({
  id: 'deepspeed/compile-ignored',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:529-591')],
  reads: {
    options: ['dynamo.dynamo_backend', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'DEEPSPEED' && config['dynamo.dynamo_backend'] !== 'NO'
        ? { backend: config['dynamo.dynamo_backend'] }
        : undefined,
    fix: () => ({ 'dynamo.dynamo_backend': null }),
    example: {
      bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'dynamo.dynamo_backend': 'INDUCTOR' },
      good: { 'accelerate.distributed_type': 'MULTI_GPU', 'dynamo.dynamo_backend': 'INDUCTOR' },
    },
  },
})
