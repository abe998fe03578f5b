/** The disk has no room for the model. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightDiskSpace = rule({
  id: 'preflight/disk-space',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/modeling_utils.py', '2026-12-01')],
  reads: { options: ['model.id'] },
  machine: { seenBy: 'preflight', example: { room: '12.0', need: '131.4' } },
})
