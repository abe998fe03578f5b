/** No Python interpreter is found. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightMissingPython = rule({
  id: 'preflight/missing-python',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [cite('accelerate', '1.15.0', 'src/accelerate/commands/launch.py', '2026-12-01')],
  reads: { options: ['output.script'] },
  machine: { seenBy: 'preflight', example: { python: '3.10–3.13' } },
})
