/** The family of the model has no such attention: Transformers refuses to build it. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { attentionFor, familyRefuses } from '../../catalog/support.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerUnsupportedAttention = rule({
  id: 'trainer/unsupported-attention',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://github.com/huggingface/transformers/blob/v5.24.0/src/transformers/modeling_utils.py', '2026-12-01'),
  ],
  // Gemma 2 had sdpa until 5.9; what is said here is what the newest release says.
  releases: { transformers: '>=5.24.0' },
  reads: {
    options: ['training.attn_implementation', 'model.id'],
  },
  run: {
    check: (run) => {
      const model = likelyModel(modelOfRun(run))
      const attention = run.config['training.attn_implementation']
      return model && familyRefuses(model.modelType, attention)
        ? { attention, model: run.config['model.id'], instead: attentionFor(model.modelType) }
        : undefined
    },
    fix: (run) => {
      const model = likelyModel(modelOfRun(run))
      return { 'training.attn_implementation': model ? attentionFor(model.modelType) : null }
    },
    example: {
      bad: { 'model.id': 'openai/gpt-oss-20b', 'training.attn_implementation': 'sdpa' },
      good: { 'model.id': 'openai/gpt-oss-20b', 'training.attn_implementation': 'eager' },
    },
  },
})
