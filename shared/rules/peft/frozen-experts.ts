/** In a mixture of experts most weights are in the experts, and no adapter reaches them here. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { reachedExperts } from '../../estimate/trainables.ts'
import { names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftFrozenExperts = rule({
  id: 'peft/frozen-experts',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [peft('src/peft/utils/transformers_weight_conversion.py:402'), peft('src/peft/tuners/lora/config.py:607')],
  reads: {
    options: ['lora.target_modules', 'model.id', 'method.name'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const model = config['method.name'] === 'full' ? undefined : exactModel(modelOfRun(run))
      if (!model?.experts) return undefined
      const wanted = config['lora.target_modules'].trim()
      const { gateUp, down } = reachedExperts(model, wanted === 'all-linear' ? 'all-linear' : names(wanted))
      const share = Math.round((100 * model.experts.parameters) / model.parameters.total)
      return gateUp || down ? undefined : { model: model.id, share }
    },
    example: {
      bad: { 'model.id': 'Qwen/Qwen3-30B-A3B', 'lora.target_modules': 'q_proj,v_proj' },
      good: { 'model.id': 'meta-llama/Llama-3.1-8B', 'lora.target_modules': 'q_proj,v_proj' },
    },
  },
})
