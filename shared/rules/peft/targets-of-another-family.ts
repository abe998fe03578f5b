/** Targets that a model with code of its own does not have: PEFT does not find them, and stops. */
import { namesOfRemoteFamily } from '../../catalog/remote-families.ts'
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { names } from '../../lookup/run.ts'
import { page, peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftTargetsOfAnotherFamily = rule({
  id: 'peft/targets-of-another-family',
  severity: 'error',
  sources: [
    peft('src/peft/tuners/tuners_utils.py:1066'),
    page('https://github.com/hiyouga/LLaMA-Factory/issues/1785', '2026-12-01'),
  ],
  stage: 'training',
  consequence: 'refuses',
  reads: { options: ['lora.target_modules', 'model.id', 'method.name'] },
  run: {
    check: (run) => {
      const { config } = run
      if (config['method.name'] === 'full' || likelyModel(modelOfRun(run))) return undefined
      const family = namesOfRemoteFamily(config['model.id'])
      const wanted = names(config['lora.target_modules'])
      if (!family || wanted.length === 0 || wanted.includes('all-linear')) return undefined
      const found = wanted.filter((name) => family.includes(name.slice(name.lastIndexOf('.') + 1)))
      return found.length === 0 ? { targets: wanted, model: config['model.id'], own: family } : undefined
    },
    fix: () => ({ 'lora.target_modules': 'all-linear' }),
    example: {
      bad: { 'model.id': 'THUDM/chatglm2-6b', 'lora.target_modules': 'q_proj,v_proj' },
      good: { 'model.id': 'THUDM/chatglm2-6b', 'lora.target_modules': 'query_key_value' },
    },
  },
})
