/** A list of machines that nobody reads: the standard launcher is started on each machine, and one machine needs no list. */
import { acceleratesOf, argument, hit, launcherOf } from '../../lookup/keys.ts'
import { isTrue, numberOf, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchUnusedHostfile = rule({
  id: 'launch/unused-hostfile',
  severity: 'hint',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:446-500')],
  reads: {
    options: ['deepspeed.deepspeed_hostfile'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const hosts = argument(root, 'deepspeed_hostfile')
        if (launcherOf(root) !== 'deepspeed' || !hosts || !isTrue(hosts.entry.value)) continue
        const machines = argument(root, 'num_machines')
        const several = machines !== undefined && (numberOf(machines.entry.value) ?? 1) > 1
        const standard =
          stringOf(argument(root, 'deepspeed_multinode_launcher')?.entry.value)?.toLowerCase() === 'standard'
        if (several && !standard) continue
        yield hit(file, hosts, { why: several ? 'deepspeed_multinode_launcher: standard' : 'num_machines: 1' })
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_machines: 2\nnum_processes: 16\nmachine_rank: 0\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nmixed_precision: bf16\ndeepspeed_config:\n  deepspeed_multinode_launcher: standard\n  deepspeed_hostfile: hosts\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_machines: 2\nnum_processes: 16\nmachine_rank: 0\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nmixed_precision: bf16\ndeepspeed_config:\n  deepspeed_multinode_launcher: pdsh\n  deepspeed_hostfile: hosts\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
