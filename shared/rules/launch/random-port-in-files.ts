/** Port 0 means any free one, and every machine would take another. */

import { acceleratesOf, argument, hit, path, startsMany } from '../../lookup/keys.ts'
import { numberOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const launchRandomPortInFiles = fileRule({
  id: 'launch/random-port',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [accelerate('src/accelerate/utils/launch.py:209')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const one = argument(root, 'main_process_port')
      const machines = argument(root, 'num_machines')
      if (!one || !machines || !startsMany(root) || (numberOf(machines.entry.value) ?? 1) <= 1) continue
      if (numberOf(one.entry.value) === 0) yield hit(file, one, {}, [{ path: path(one.path), value: 29_500 }])
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\nmain_process_ip: 10.0.0.1\nmain_process_port: 0\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
    },
  },
})
