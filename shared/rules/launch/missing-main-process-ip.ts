/** Several machines that nobody told where to meet. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchMissingMainProcessIp = rule({
  id: 'launch/missing-main-process-ip',
  severity: 'error',
  about: [
    'accelerate.main_process_ip',
    'hardware.machines',
    'accelerate.distributed_type',
    'deepspeed.deepspeed_multinode_launcher',
  ],
  sources: [accelerate('src/accelerate/utils/launch.py:224'), accelerate('src/accelerate/utils/launch.py:496')],
  seen: 'late',
  // DeepSpeed's own launchers take the address from the host file.
  check: ({ config }) =>
    config['hardware.machines'] > 1 &&
    config['accelerate.main_process_ip'] === null &&
    !(
      config['accelerate.distributed_type'] === 'DEEPSPEED' &&
      config['deepspeed.deepspeed_multinode_launcher'] !== 'standard'
    )
      ? { machines: config['hardware.machines'], missing: 'main_process_ip' }
      : undefined,
  example: {
    bad: { 'hardware.machines': 2, 'hardware.gpus_per_machine': 8 },
    good: { 'hardware.machines': 2, 'hardware.gpus_per_machine': 8, 'accelerate.main_process_ip': '10.0.0.1' },
  },
})
