/** No process would be left for some machine. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, argument, hit, startsMany } from './look.ts'
import { isWhole, numberOf, pythonText } from './python.ts'

export const fewerProcessesThanMachines = fileRule({
  id: 'fewer-processes-than-machines',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/utils/launch.py:217')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const one = argument(root, 'num_processes')
      if (!one || !startsMany(root) || !isWhole(pythonText(one.entry.value))) continue
      const processes = Number(pythonText(one.entry.value).replaceAll('_', ''))
      const machines = argument(root, 'num_machines')
      const many = Math.max(1, (machines && numberOf(machines.entry.value)) ?? 1)
      if (processes === -1 || Math.floor(processes / many) >= 1) continue
      yield hit(file, one, { machines: many })
    }
  },
  example: {
    bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 0\n' },
    good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
  },
})
