/** Processes are divided by machines, and the rest falls away. */
import { argument, hit, launchedOf, startsMany } from '../../lookup/keys.ts'
import { numberOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchUnevenProcesses = rule({
  id: 'launch/uneven-processes',
  severity: 'error',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/utils/launch.py:217')],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'num_processes')
        const machines = argument(root, 'num_machines')
        const [all, many] = [one && numberOf(one.entry.value), machines && numberOf(machines.entry.value)]
        if (
          !one ||
          !startsMany(root) ||
          all === undefined ||
          many === undefined ||
          many < 2 ||
          all < many ||
          all % many === 0
        )
          continue
        yield hit(file, one, { machines: many, each: Math.floor(all / many), lost: all % many })
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_machines: 2\nnum_processes: 15\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_machines: 2\nnum_processes: 16\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
      },
    },
  },
})
