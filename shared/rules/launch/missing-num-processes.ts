/** The number of processes is in no place: Accelerate does not count GPUs when it has a file. */
import {
  acceleratesOf,
  argument,
  type CommandedRoot,
  countsSlots,
  entry,
  shown,
  spot,
  startsMany,
} from '../../lookup/keys.ts'
import { launcherWords, textOf } from '../../lookup/launcher-flags.ts'
import { isTrue, numberOf, stringOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

/** Whether the launcher counts with the number: for several processes, and for the threads of each on a CPU. */
const isCounted = (root: CommandedRoot): boolean => {
  const cpu = argument(root, 'use_cpu')
  const threads = argument(root, 'num_cpu_threads_per_process')
  return startsMany(root) || (cpu !== undefined && isTrue(cpu.entry.value) && !threads)
}

export const launchMissingNumProcesses = rule({
  id: 'launch/missing-num-processes',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/commands/launch.py:1305'),
    accelerate('src/accelerate/commands/config/config_args.py:111'),
    accelerate('src/accelerate/commands/launch.py:1367'),
  ],
  reads: {
    options: ['accelerate.num_processes', 'accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const flag = set.files.some(
        (file) =>
          file.reading.kind === 'launch-script' &&
          launcherWords(file).some((one) => one.path === 'num_processes' && textOf(file, one) !== '-1'),
      )
      if (flag) return
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'num_processes')
        const type = entry(root, 'distributed_type')
        if (!type || countsSlots(root)) continue
        if (one && numberOf(one.entry.value) !== -1 && !(typeOf(one.entry.value) === 'null' && isCounted(root)))
          continue
        if (!one && stringOf(type.value) === 'NO') continue
        yield {
          spot: one ? spot(file, one.path, one.entry) : spot(file, 'distributed_type', type),
          facts: { type: shown(file, type) },
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nmixed_precision: bf16\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nmixed_precision: bf16\nnum_processes: 8\n' },
    },
  },
})
