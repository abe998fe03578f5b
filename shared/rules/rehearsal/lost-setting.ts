/** A setting has another value in the trainer than in the files. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalLostSetting = rule({
  id: 'rehearsal/lost-setting',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [cite('transformers', '5.24.0', 'src/transformers/training_args.py', '2026-12-01')],
  reads: { options: ['training.learning_rate', 'training.weight_decay', 'training.seed'] },
  machine: {
    seenBy: 'rehearsal',
    example: { expected: '8 settings as written', found: 'learning_rate is 5e-05, not 0.0002' },
  },
})
