/** A number of machines, or a rank of this one, that the launcher cannot count with. */
import { acceleratesOf, argument, countsSlots, hit, launcherOf, startsMany } from '../../lookup/keys.ts'
import { isWhole, numberOf, pythonText, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchInvalidMachineCount = rule({
  id: 'launch/invalid-machine-count',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:216'), accelerate('src/accelerate/utils/launch.py:219')],
  reads: {
    options: ['hardware.machines'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        if (launcherOf(root) === 'tpu') continue
        const machines = argument(root, 'num_machines')
        const many = machines ? numberOf(machines.entry.value) : 1
        if (
          machines &&
          (many === undefined ||
            (many > 1 && startsMany(root) && !countsSlots(root) && typeOf(machines.entry.value) === 'float'))
        ) {
          yield hit(file, machines)
        }
        const rank = argument(root, 'machine_rank')
        if (!rank || many === undefined || many <= 1 || !startsMany(root)) continue
        const number = numberOf(rank.entry.value)
        if (number === undefined ? !isWhole(pythonText(rank.entry.value)) : !Number.isFinite(number))
          yield hit(file, rank)
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\nnum_machines: '1'\n" },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nnum_machines: 1\n' },
    },
  },
})
