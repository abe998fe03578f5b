/** The weights are not quantized as configured. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalWrongQuantization = rule({
  id: 'rehearsal/wrong-quantization',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [cite('transformers', '5.24.0', 'src/transformers/quantizers/quantizer_bnb_4bit.py:138', '2026-12-01')],
  reads: { options: ['method.name', 'method.quantization'] },
  machine: { seenBy: 'rehearsal', example: { expected: '4-bit', found: 'none' } },
})
