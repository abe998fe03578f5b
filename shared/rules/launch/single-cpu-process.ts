/** Several processes on the CPU are started by MPI, and by nothing else. */
import { acceleratesOf, argument, entry, hit } from '../../lookup/keys.ts'
import { isTrue, numberOf, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchSingleCpuProcess = rule({
  id: 'launch/single-cpu-process',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:100-118')],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        if (stringOf(entry(root, 'distributed_type')?.value) !== 'MULTI_CPU') continue
        const hosts = argument(root, 'mpirun_hostfile')
        const processes = argument(root, 'num_processes')
        if ((hosts && isTrue(hosts.entry.value)) || !processes || !((numberOf(processes.entry.value) ?? 0) > 1))
          continue
        yield hit(file, processes)
      }
    },
    example: {
      bad: {
        'accelerate.yaml': "distributed_type: MULTI_CPU\nnum_processes: 4\nmixed_precision: 'no'\nuse_cpu: true\n",
      },
      good: {
        'accelerate.yaml':
          "distributed_type: MULTI_CPU\nnum_processes: 4\nmixed_precision: 'no'\nuse_cpu: true\nmpirun_config:\n  mpirun_hostfile: hosts\n",
      },
    },
  },
})
