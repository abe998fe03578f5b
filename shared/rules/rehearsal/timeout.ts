/** A start of launch.sh did not end within its time. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalTimeout = rule({
  id: 'rehearsal/timeout',
  severity: 'error',
  stage: 'training',
  consequence: 'waits',
  sources: [cite('accelerate', '1.15.0', 'src/accelerate/state.py', '2026-12-01')],
  reads: { options: ['output.script'] },
  machine: { seenBy: 'rehearsal', example: { minutes: 10 } },
})
