/** A resumed run does not continue where the unbroken run was. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongResume = rule({
  id: 'rehearsal/wrong-resume',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    cite('transformers', '5.24.0', 'src/transformers/trainer.py:3610', '2026-12-01'),
    cite('transformers', '5.24.0', 'src/transformers/trainer.py:1852', '2026-12-01'),
  ],
  reads: { options: ['output.script', 'fsdp.fsdp_state_dict_type'] },
  machine: {
    seenBy: 'rehearsal',
    example: { expected: 'step 2, and then the same rows and losses', found: 'starts at step 0' },
  },
})
