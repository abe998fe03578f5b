/** Keys that only a flag turns on: what the file says never counts. */
import { acceleratesOf, entry, hit } from '../../lookup/keys.ts'
import { isTrue, pythonText, stringOf, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const ignored = ['same_network', 'downcast_bf16', 'tpu_use_sudo', 'tpu_env', 'enable_cpu_affinity']

export const accelerateIgnoredKey = rule({
  id: 'accelerate/ignored-key',
  severity: 'hint',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1278'), accelerate('src/accelerate/commands/launch.py:286')],
  reads: {
    options: ['accelerate.enable_cpu_affinity', 'accelerate.rdzv_backend', 'accelerate.same_network'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const name of ignored) {
          const one = entry(root, name)
          if (!one || !isTrue(one.value) || truthOf(pythonText(one.value)) === false) continue
          yield hit(file, { path: name, entry: one }, { flag: name === 'tpu_env' ? 'env' : name })
        }
        // No switch, but its flag has a default all the same.
        const backend = entry(root, 'rdzv_backend')
        const named = backend && stringOf(backend.value)
        const machines = entry(root, 'num_machines')
        const several = machines && Number(pythonText(machines.value)) > 1
        if (backend && several && named !== undefined && named !== 'static') {
          yield hit(file, { path: 'rdzv_backend', entry: backend }, { flag: `rdzv_backend ${named}` })
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nsame_network: true\nenable_cpu_affinity: true\nnum_machines: 2\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\nrdzv_backend: c10d\n',
      },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
    },
  },
})
