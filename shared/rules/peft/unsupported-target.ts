/** A norm or a whole block among the targets: PEFT has no adapter for it, and refuses. */
import { isNoLayerOfWeights, names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftUnsupportedTarget = rule({
  id: 'peft/unsupported-target',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/lora/model.py:453-457')],
  reads: {
    options: ['lora.target_modules', 'method.name'],
  },
  run: {
    check: ({ config }) => {
      if (config['method.name'] === 'full') return undefined
      const modules = names(config['lora.target_modules']).filter(isNoLayerOfWeights)
      return modules.length > 0 ? { modules } : undefined
    },
    fix: ({ config }) => {
      const kept = names(config['lora.target_modules']).filter((name) => !isNoLayerOfWeights(name))
      return { 'lora.target_modules': kept.length > 0 ? kept.join(',') : 'all-linear' }
    },
    example: {
      bad: { 'lora.target_modules': 'q_proj,v_proj,input_layernorm' },
      good: { 'lora.target_modules': 'q_proj,v_proj' },
    },
  },
})
