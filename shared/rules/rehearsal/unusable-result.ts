/** What was saved is empty, changes nothing, or cannot be loaded. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalUnusableResult = rule({
  id: 'rehearsal/unusable-result',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    cite('transformers', '5.24.0', 'src/transformers/trainer.py:4085', '2026-12-01'),
    cite('deepspeed', '0.19.8', 'deepspeed/runtime/zero/config.py', '2026-12-01'),
  ],
  reads: { options: ['method.name', 'accelerate.distributed_type'] },
  machine: {
    seenBy: 'rehearsal',
    example: { expected: 'an adapter that changes the model', found: '28 tensors, 14 empty' },
  },
})
