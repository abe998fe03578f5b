/** Several machines that nobody told where to meet. */
import { acceleratesOf, argument, hit, launcherOf, shown } from '../../lookup/keys.ts'
import { numberOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchMissingMainProcessIp = rule({
  id: 'launch/missing-main-process-ip',
  severity: 'error',
  stage: 'worker',
  consequence: 'waits',
  sources: [accelerate('src/accelerate/utils/launch.py:224'), accelerate('src/accelerate/utils/launch.py:496')],
  reads: {
    options: [
      'accelerate.main_process_ip',
      'hardware.machines',
      'accelerate.distributed_type',
      'deepspeed.deepspeed_multinode_launcher',
    ],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  run: {
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
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const machines = argument(root, 'num_machines')
        if (launcherOf(root) !== 'simple' || !machines || !((numberOf(machines.entry.value) ?? 1) > 1)) continue
        for (const name of ['main_process_ip', 'main_process_port']) {
          const one = argument(root, name)
          if (one && typeOf(one.entry.value) !== 'null') continue
          yield hit(file, machines, { machines: shown(file, machines.entry), missing: name })
          break
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nnum_machines: 2\n" },
      good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nnum_machines: 1\n" },
    },
  },
})
