/** Port 0 lets every machine pick its own port, so they never meet. */
import { acceleratesOf, argument, hit, path, startsMany } from '../../lookup/keys.ts'
import { numberOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchRandomPort = rule({
  id: 'launch/random-port',
  severity: 'error',
  stage: 'worker',
  consequence: 'waits',
  sources: [accelerate('src/accelerate/utils/launch.py:209-210')],
  reads: {
    options: ['accelerate.main_process_port', 'hardware.machines'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  run: {
    check: ({ config }) =>
      config['hardware.machines'] > 1 && config['accelerate.main_process_port'] === 0 ? { value: 0 } : undefined,
    fix: () => ({ 'accelerate.main_process_port': 29_500 }),
    example: {
      bad: { 'hardware.machines': 2, 'accelerate.main_process_port': 0 },
      good: { 'hardware.machines': 2, 'accelerate.main_process_port': 29_500 },
    },
  },
  files: {
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
  },
})
