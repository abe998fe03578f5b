/** An adapter on one of two tied matrices: a merge changes the other one as well. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { isTiedName, names } from '../../lookup/run.ts'
import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftAdapterOnTiedEmbeddings = rule({
  id: 'peft/adapter-on-tied-embeddings',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [cite('peft', '0.21.2', 'src/peft/tuners/tuners_utils.py:964-1015', '2026-12-01')],
  reads: {
    options: ['lora.target_modules', 'method.name', 'model.id'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const modules = names(config['lora.target_modules']).filter(isTiedName)
      if (config['method.name'] === 'full' || modules.length === 0) return undefined
      const model = exactModel(modelOfRun(run))
      return model?.tied ? { modules, model: model.id } : undefined
    },
    fix: ({ config }) => {
      const kept = names(config['lora.target_modules']).filter((name) => !isTiedName(name))
      return { 'lora.target_modules': kept.length > 0 ? kept.join(',') : 'all-linear' }
    },
    example: {
      bad: { 'model.id': 'meta-llama/Llama-3.2-1B', 'lora.target_modules': 'q_proj,lm_head' },
      good: { 'model.id': 'meta-llama/Llama-3.1-8B', 'lora.target_modules': 'q_proj,lm_head' },
    },
  },
})
