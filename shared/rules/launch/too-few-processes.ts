/** No process would be left for some machine. */
import { argument, hit, launchedOf, launcherOf, startsMany } from '../../lookup/keys.ts'
import { isWhole, numberOf, pythonText, stringOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchTooFewProcesses = rule({
  id: 'launch/too-few-processes',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
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
        const text = one && pythonText(one.entry.value)
        if (!one || text === undefined || !startsMany(root)) continue
        const processes = isWhole(text) ? Number(text.replaceAll('_', '')) : numberOf(one.entry.value)
        if (processes === undefined || (typeOf(one.entry.value) === 'bool' && !machines)) continue
        // DeepSpeed's own launcher asks each machine for its GPUs.
        const launcher = argument(root, 'deepspeed_multinode_launcher')
        if (
          launcherOf(root) === 'deepspeed' &&
          machines &&
          stringOf(launcher?.entry.value) !== 'standard' &&
          (numberOf(machines.entry.value) ?? 1) > 1
        )
          continue
        const told = (machines && numberOf(machines.entry.value)) ?? 1
        const many = told > 1 ? Math.floor(told) : 1
        if (processes === -1 || Math.floor(processes / many) >= 1) continue
        yield hit(file, one, { machines: many })
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 0\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
    },
  },
})
