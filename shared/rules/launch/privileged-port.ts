/** Ports below 1024 belong to the system. */
import { argument, hit, launchedOf } from '../../lookup/keys.ts'
import { numberOf } from '../../python/values.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchPrivilegedPort = rule({
  id: 'launch/privileged-port',
  severity: 'warning',
  stage: 'worker',
  consequence: 'refuses',
  sources: [page('https://www.rfc-editor.org/rfc/rfc6335#section-6', '2026-11-24')],
  reads: {
    options: ['accelerate.main_process_port'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'main_process_port')
        const port = one && numberOf(one.entry.value)
        if (one && port !== undefined && port > 0 && port < 1024) yield hit(file, one)
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmain_process_port: 80\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmain_process_port: 29500\n' },
    },
  },
})
