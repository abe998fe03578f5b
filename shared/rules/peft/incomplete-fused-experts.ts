/** Gate and up projection of the experts are one parameter; naming one of them alone stops PEFT. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { reachedExperts } from '../../estimate/trainables.ts'
import { names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftIncompleteFusedExperts = rule({
  id: 'peft/incomplete-fused-experts',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/utils/transformers_weight_conversion.py:402')],
  reads: {
    options: ['lora.target_modules', 'model.id', 'method.name'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const model = config['method.name'] === 'full' ? undefined : likelyModel(modelOfRun(run))
      const pair = model?.experts?.targets?.gateUp
      return model && pair && reachedExperts(model, names(config['lora.target_modules'])).half
        ? { pair, model: model.id }
        : undefined
    },
    fix: (run) => {
      const { config } = run
      const pair = likelyModel(modelOfRun(run))?.experts?.targets?.gateUp ?? []
      return { 'lora.target_modules': [...new Set([...names(config['lora.target_modules']), ...pair])].join(',') }
    },
    example: {
      bad: { 'model.id': 'Qwen/Qwen3-30B-A3B', 'lora.target_modules': 'q_proj,v_proj,gate_proj' },
      good: { 'model.id': 'Qwen/Qwen3-30B-A3B', 'lora.target_modules': 'q_proj,v_proj,gate_proj,up_proj' },
    },
  },
})
