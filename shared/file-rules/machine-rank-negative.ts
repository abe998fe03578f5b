/** Machines are counted from 0. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, argument, hit } from './look.ts'
import { numberOf } from './python.ts'

export const machineRankNegative = fileRule({
  id: 'machine-rank-negative',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [accelerate('src/accelerate/utils/launch.py:219')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const rank = argument(root, 'machine_rank')
      const machines = argument(root, 'num_machines')
      if (!rank || !machines || (numberOf(machines.entry.value) ?? 1) <= 1) continue
      if ((numberOf(rank.entry.value) ?? 0) < 0) yield hit(file, rank)
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\nmachine_rank: -1\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\nmachine_rank: 1\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
    },
  },
})
