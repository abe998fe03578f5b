/** A number of processes that the launcher cannot count with. */
import { acceleratesOf, argument, countsSlots, hit, launcherOf, path, startsMany } from '../../lookup/keys.ts'
import { isWhole, numberOf, pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

/** What torchrun takes for `--nproc_per_node` beside a number (torch/distributed/run.py, determine_local_world_size). */
const counted = ['cpu', 'gpu', 'auto', 'xpu']

export const launchInvalidNumProcesses = rule({
  id: 'launch/invalid-num-processes',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:217'), accelerate('src/accelerate/utils/launch.py:155')],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'num_processes')
        if (!one || typeOf(one.entry.value) === 'null') continue
        const { value } = one.entry
        const machines = argument(root, 'num_machines')
        const several = machines !== undefined && (numberOf(machines.entry.value) ?? 0) > 1
        // DeepSpeed's own launcher counts the slots of the hosts itself, where it is told which of them.
        if (countsSlots(root) && several) continue
        const text = pythonText(value)
        const fine =
          launcherOf(root) === 'tpu' || numberOf(value) === -1
            ? true
            : !startsMany(root)
              ? numberOf(value) !== undefined
              : several
                ? typeOf(value) === 'int' || typeOf(value) === 'bool'
                : isWhole(text) || counted.includes(text)
        if (fine) continue
        const number = Number(value.kind === 'scalar' ? value.text : Number.NaN)
        const fix: Change[] | undefined = Number.isInteger(number)
          ? [{ path: path(one.path), value: number }]
          : undefined
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8.0\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
    },
  },
})
