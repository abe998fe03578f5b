/** Another process listens on the port of the rendezvous. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightPortInUse = rule({
  id: 'preflight/port-in-use',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    cite('accelerate', '1.15.0', 'src/accelerate/utils/launch.py:233', '2026-12-01'),
    cite('accelerate', '1.15.0', 'src/accelerate/utils/launch.py:505', '2026-12-01'),
  ],
  reads: { options: ['accelerate.main_process_port', 'hardware.machines'] },
  machine: { seenBy: 'preflight', example: { port: 29500 } },
})
