/** Another number of processes takes part than was asked for. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongWorldSize = rule({
  id: 'rehearsal/wrong-world-size',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [cite('accelerate', '1.15.0', 'src/accelerate/state.py:195', '2026-12-01')],
  reads: { options: ['accelerate.num_processes', 'hardware.gpus_per_machine', 'hardware.machines'] },
  machine: { seenBy: 'rehearsal', example: { expected: '2', found: '1' } },
})
