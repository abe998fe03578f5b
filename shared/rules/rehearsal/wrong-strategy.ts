/** The strategy in force is not the one that was configured. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongStrategy = rule({
  id: 'rehearsal/wrong-strategy',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    cite('accelerate', '1.15.0', 'src/accelerate/state.py:975', '2026-12-01'),
    cite('accelerate', '1.15.0', 'src/accelerate/state.py:1013', '2026-12-01'),
  ],
  reads: { options: ['accelerate.distributed_type', 'deepspeed.zero_stage', 'fsdp.fsdp_version'] },
  machine: { seenBy: 'rehearsal', example: { expected: 'FSDP', found: 'no exchange of gradients' } },
})
