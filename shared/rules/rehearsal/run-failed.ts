/** launch.sh ends with an error or before all steps are done. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalRunFailed = rule({
  id: 'rehearsal/run-failed',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('accelerate', '1.15.0', 'src/accelerate/commands/launch.py', '2026-12-01')],
  reads: { options: ['output.script'] },
  machine: { seenBy: 'rehearsal', example: { found: '0 of 4 steps, ended with an error' } },
})
