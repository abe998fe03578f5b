/** DeepSpeed's own launchers without a host file run on this machine alone. */
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchMissingHostfile = rule({
  id: 'launch/missing-hostfile',
  severity: 'error',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:448-476'), deepspeed('deepspeed/launcher/runner.py:230-234')],
  reads: {
    options: [
      'deepspeed.deepspeed_hostfile',
      'deepspeed.deepspeed_multinode_launcher',
      'hardware.machines',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'DEEPSPEED' &&
      config['hardware.machines'] > 1 &&
      config['deepspeed.deepspeed_multinode_launcher'] !== 'standard' &&
      config['deepspeed.deepspeed_hostfile'] === null
        ? { launcher: config['deepspeed.deepspeed_multinode_launcher'], machines: config['hardware.machines'] }
        : undefined,
    fix: () => ({ 'deepspeed.deepspeed_multinode_launcher': 'standard' }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.machines': 2,
        'deepspeed.deepspeed_multinode_launcher': 'pdsh',
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'hardware.machines': 2,
        'deepspeed.deepspeed_multinode_launcher': 'pdsh',
        'deepspeed.deepspeed_hostfile': 'hostfile',
      },
    },
  },
})
