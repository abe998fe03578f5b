/** The training script is not where launch.sh starts it. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightMissingScript = rule({
  id: 'preflight/missing-script',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [cite('accelerate', '1.15.0', 'src/accelerate/commands/launch.py', '2026-12-01')],
  reads: { options: ['output.script'] },
  machine: { seenBy: 'preflight', example: { script: 'train.py' } },
})
