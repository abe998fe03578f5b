/** Several machines and one process each: the address of the first is missing. */

import { acceleratesOf, argument, hit, launcherOf, shown } from '../../lookup/keys.ts'
import { numberOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const launchMissingMainProcessIpInFiles = fileRule({
  id: 'launch/missing-main-process-ip',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/utils/launch.py:147')],
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
})
