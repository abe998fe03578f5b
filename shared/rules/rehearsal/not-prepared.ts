/** The small model or its files could not be made. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalNotPrepared = rule({
  id: 'rehearsal/not-prepared',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/models/auto/auto_factory.py', '2026-12-01')],
  reads: { options: ['model.id'] },
  machine: { seenBy: 'rehearsal', example: { detail: "ImportError: cannot import name 'TrlParser' from 'trl'" } },
})
