/** modules_to_save trains whole matrices, and embeddings are the largest of all. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { adapterParameters, extraParameters } from '../../estimate/trainables.ts'
import { names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const memoryLargeModulesToSave = rule({
  id: 'memory/large-modules-to-save',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [peft('src/peft/tuners/lora/config.py:672'), peft('docs/source/developer_guides/troubleshooting.md')],
  reads: {
    options: ['lora.modules_to_save', 'lora.r', 'lora.target_modules', 'method.name', 'model.id'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const saved = names(config['lora.modules_to_save'])
      const model = config['method.name'] === 'full' || saved.length === 0 ? undefined : exactModel(modelOfRun(run))
      if (!model) return undefined
      const wanted = config['lora.target_modules']
      const shape = {
        targets: wanted === 'all-linear' ? ('all-linear' as const) : names(wanted),
        rank: config['lora.r'],
        dora: config['method.name'] === 'dora',
      }
      const extra = extraParameters(model, { ...shape, modulesToSave: saved })
      const adapter = adapterParameters(model, shape)
      return extra > adapter
        ? { modules: saved, millions: Math.round(extra / 1e6), adapter: Number((adapter / 1e6).toPrecision(3)) }
        : undefined
    },
    fix: () => ({ 'lora.modules_to_save': null }),
    example: {
      bad: { 'model.id': 'meta-llama/Llama-3.1-8B', 'lora.modules_to_save': 'embed_tokens,lm_head' },
      good: { 'model.id': 'meta-llama/Llama-3.1-8B' },
    },
  },
})
