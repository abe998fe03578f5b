/** The rows cannot be read or have no known columns. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalUnusableData = rule({
  id: 'rehearsal/unusable-data',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('trl', '1.16.0', 'trl/trainer/sft_trainer.py', '2026-12-01')],
  reads: { options: ['data.dataset'] },
  machine: {
    seenBy: 'rehearsal',
    example: {
      detail: 'The rows have the columns frage, antwort, from which this script cannot tell what to train on.',
    },
  },
})
