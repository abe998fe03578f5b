/** New tokens beside an adapter that does not train the embeddings: axolotl stops. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { claimed, spotOfClaim } from '../../lookup/claimed.ts'
import { names } from '../../lookup/run.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** The embedding and the output layer, by model type (src/axolotl/loaders/utils.py of 0.19.0, get_linear_embedding_layers). */
const embeddings: Readonly<Record<string, readonly string[]>> = {
  gpt_neox: ['embed_in', 'embed_out'],
  falcon: ['word_embeddings', 'lm_head'],
  nemotron_h: ['embeddings', 'lm_head'],
  bailing_hybrid: ['word_embeddings', 'lm_head'],
}

export const axolotlNewTokensWithoutEmbeddings = rule({
  id: 'axolotl/new-tokens-without-embeddings',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page(
      'https://github.com/axolotl-ai-cloud/axolotl/blob/v0.19.0/src/axolotl/loaders/utils.py#L122-L137',
      '2026-12-01',
    ),
  ],
  reads: { options: ['lora.modules_to_save', 'model.id'], files: ['axolotl'] },
  files: {
    *check(set) {
      const tokens = claimed(set, ['axolotl'], 'tokens')
      const spot = tokens && spotOfClaim(tokens)
      const adapter = claimed(set, ['axolotl'], 'adapter')
      if (!spot || !adapter || set.unknown.has('lora.modules_to_save')) return
      const kept = names(set.run.answers['lora.modules_to_save'] as string | null)
      const needed = embeddings[likelyModel(modelOfRun(set.run))?.modelType ?? ''] ?? ['embed_tokens', 'lm_head']
      const missing = needed.filter((name) => !kept.includes(name))
      if (missing.length > 0) yield { spot, facts: { key: 'tokens', needed } }
    },
    example: {
      bad: { 'axolotl.yml': 'base_model: m\nsequence_len: 512\nadapter: lora\nlora_r: 8\ntokens:\n  - "<|end|>"\n' },
      good: {
        'axolotl.yml':
          'base_model: m\nsequence_len: 512\nadapter: lora\nlora_r: 8\ntokens:\n  - "<|end|>"\nlora_modules_to_save:\n  - embed_tokens\n  - lm_head\n',
      },
    },
  },
})
