/** Machines are counted from 0 to one less than there are. */

import { acceleratesOf, argument, hit } from '../../lookup/keys.ts'
import { numberOf, pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'
import { launchInvalidMachineRank } from './invalid-machine-rank.ts'

export const launchInvalidMachineRankInFiles = fileRule({
  id: 'launch/invalid-machine-rank',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [accelerate('src/accelerate/utils/launch.py:219')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const rank = argument(root, 'machine_rank')
      const machines = argument(root, 'num_machines')
      const many = (machines && numberOf(machines.entry.value)) ?? 1
      const number = Number(rank ? pythonText(rank.entry.value) : 0)
      if (!rank || !machines || many <= 1 || (number >= 0 && number < many)) continue
      if (Number.isInteger(number) && !launchInvalidMachineRank.check(set.run))
        yield hit(file, rank, { machines: many })
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
