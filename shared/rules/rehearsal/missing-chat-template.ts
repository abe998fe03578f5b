/** The data are conversations, and the tokenizer has no chat template. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const rehearsalMissingChatTemplate = rule({
  id: 'rehearsal/missing-chat-template',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/tokenization_utils_base.py:3385', '2026-12-01')],
  reads: { options: ['model.id', 'data.dataset'] },
  machine: { seenBy: 'rehearsal', example: { model: 'meta-llama/Llama-3.1-8B' } },
})
