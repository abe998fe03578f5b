/** The gradient reaches the optimizer longer than the limit allows. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongClipping = rule({
  id: 'rehearsal/wrong-clipping',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    cite('transformers', '5.24.0', 'src/transformers/trainer.py:2787', '2026-12-01'),
    cite('accelerate', '1.15.0', 'src/accelerate/accelerator.py:2989', '2026-12-01'),
  ],
  reads: { options: ['training.max_grad_norm'] },
  machine: { seenBy: 'rehearsal', example: { expected: '0.3', found: '3.686 after clipping, 3.686 before' } },
})
