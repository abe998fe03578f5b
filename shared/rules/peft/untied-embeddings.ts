/** One of two tied matrices is trained on its own. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftUntiedEmbeddings = rule({
  id: 'peft/untied-embeddings',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/tuners_utils.py:964-1015')],
  reads: {
    options: ['lora.modules_to_save', 'lora.target_modules', 'method.name', 'model.id'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const model = config['method.name'] === 'full' ? undefined : exactModel(modelOfRun(run))
      if (!model?.tied) return undefined
      const modules = [...names(config['lora.modules_to_save']), ...names(config['lora.target_modules'])].filter(
        (name) => ['embed_tokens', 'lm_head', 'wte', 'word_embeddings'].includes(name),
      )
      return modules.length > 0 ? { modules, model: model.id } : undefined
    },
    fix: ({ config }) => {
      const kept = names(config['lora.target_modules']).filter(
        (name) => !['embed_tokens', 'lm_head', 'wte', 'word_embeddings'].includes(name),
      )
      return { 'lora.modules_to_save': null, 'lora.target_modules': kept.length > 0 ? kept.join(',') : 'all-linear' }
    },
    example: {
      bad: { 'model.id': 'meta-llama/Llama-3.2-1B', 'lora.modules_to_save': 'lm_head' },
      good: { 'model.id': 'meta-llama/Llama-3.1-8B', 'lora.modules_to_save': 'lm_head' },
    },
  },
})
