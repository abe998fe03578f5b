/** The machine has fewer GPUs than processes. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightTooFewGpus = rule({
  id: 'preflight/too-few-gpus',
  severity: 'warning',
  stage: 'launch',
  consequence: 'refuses',
  sources: [cite('accelerate', '1.15.0', 'src/accelerate/utils/launch.py', '2026-12-01')],
  reads: { options: ['hardware.gpus_per_machine'] },
  machine: { seenBy: 'preflight', example: { found: 4, wanted: 8 } },
})
