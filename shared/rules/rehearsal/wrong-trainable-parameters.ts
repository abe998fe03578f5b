/** Another number of parameters is trained than predicted. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongTrainableParameters = rule({
  id: 'rehearsal/wrong-trainable-parameters',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [cite('peft', '0.21.2', 'src/peft/tuners/tuners_utils.py:1066', '2026-12-01')],
  reads: { options: ['method.name', 'lora.r', 'lora.target_modules'] },
  machine: { seenBy: 'rehearsal', example: { expected: '245760', found: '63120768' } },
})
