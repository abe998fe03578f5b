/** The model needs an accepted license and a login, and there is none. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightGatedModel = rule({
  id: 'preflight/gated-model',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/utils/hub.py:387', '2026-12-01')],
  reads: { options: ['model.id'] },
  machine: { seenBy: 'preflight', example: { model: 'meta-llama/Llama-3.1-8B' } },
})
