/** The configuration of the model can be read neither from a folder nor from the cache. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalUnreadableModel = rule({
  id: 'rehearsal/unreadable-model',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/models/auto/configuration_auto.py', '2026-12-01')],
  reads: { options: ['model.id'] },
  machine: { seenBy: 'rehearsal', example: { detail: 'my-model does not appear to have a file named config.json' } },
})
