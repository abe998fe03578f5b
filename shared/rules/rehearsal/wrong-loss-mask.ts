/** The loss counts other tokens than configured. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongLossMask = rule({
  id: 'rehearsal/wrong-loss-mask',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [cite('trl', '1.16.0', 'trl/trainer/sft_trainer.py:414', '2026-12-01')],
  reads: { options: ['data.assistant_only_loss'] },
  machine: { seenBy: 'rehearsal', example: { expected: 'the answers only', found: '252 of 252 tokens count' } },
})
