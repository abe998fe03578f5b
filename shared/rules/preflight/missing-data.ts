/** The data is a path, and nothing is there. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightMissingData = rule({
  id: 'preflight/missing-data',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/trainer.py', '2026-12-01')],
  reads: { options: ['data.dataset'] },
  machine: { seenBy: 'preflight', example: { data: 'rows.jsonl' } },
})
