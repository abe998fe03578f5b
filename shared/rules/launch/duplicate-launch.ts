/** A launcher that reaches every machine itself, in a file that is made for a machine other than the first. */
import { acceleratesOf, argument, hit, launcherOf } from '../../lookup/keys.ts'
import { numberOf, stringOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchDuplicateLaunch = rule({
  id: 'launch/duplicate-launch',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:446-476')],
  reads: {
    options: ['accelerate.machine_rank'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const machines = argument(root, 'num_machines')
        const rank = argument(root, 'machine_rank')
        if (launcherOf(root) !== 'deepspeed' || !machines || !rank) continue
        if (!((numberOf(machines.entry.value) ?? 0) > 1) || !((numberOf(rank.entry.value) ?? 0) > 0)) continue
        const launcher = argument(root, 'deepspeed_multinode_launcher')
        const name = launcher && typeOf(launcher.entry.value) !== 'null' ? stringOf(launcher.entry.value) : 'pdsh'
        if (
          name === undefined ||
          !['pdsh', 'openmpi', 'mvapich', 'mpich', 'impi', 'slurm'].includes(name.toLowerCase())
        )
          continue
        yield hit(file, rank, { launcher: name })
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_machines: 2\nnum_processes: 16\nmachine_rank: 1\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nmixed_precision: bf16\ndeepspeed_config:\n  deepspeed_multinode_launcher: pdsh\n  deepspeed_hostfile: hosts\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_machines: 2\nnum_processes: 16\nmachine_rank: 1\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nmixed_precision: bf16\ndeepspeed_config:\n  deepspeed_multinode_launcher: standard\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
