/** Machines to use and machines to leave out: Accelerate hands on only the second list. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { isTrue } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedConflictingNodeFilters = rule({
  id: 'deepspeed/conflicting-node-filters',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:461-474')],
  reads: {
    options: ['deepspeed.deepspeed_inclusion_filter'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const [leave, take] = [
          argument(root, 'deepspeed_exclusion_filter'),
          argument(root, 'deepspeed_inclusion_filter'),
        ]
        if (launcherOf(root) !== 'deepspeed' || !leave || !take) continue
        if (!isTrue(leave.entry.value) || !isTrue(take.entry.value)) continue
        yield hit(file, take, {}, [{ path: path(take.path), remove: true }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_machines: 2\nnum_processes: 16\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nmixed_precision: bf16\ndeepspeed_config:\n  deepspeed_multinode_launcher: pdsh\n  deepspeed_hostfile: hosts\n  deepspeed_inclusion_filter: worker-0@worker-1\n  deepspeed_exclusion_filter: worker-2\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_machines: 2\nnum_processes: 16\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nmixed_precision: bf16\ndeepspeed_config:\n  deepspeed_multinode_launcher: pdsh\n  deepspeed_hostfile: hosts\n  deepspeed_exclusion_filter: worker-2\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
