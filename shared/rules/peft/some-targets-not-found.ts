/** Some targets are no modules of the model: PEFT says nothing, and they are not trained. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { unreachedTargets } from '../../estimate/trainables.ts'
import { isHead, isNoLayerOfWeights, names } from '../../lookup/run.ts'
import { targetsFor } from '../../lookup/similar-targets.ts'
import { page, peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftSomeTargetsNotFound = rule({
  id: 'peft/some-targets-not-found',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/tuners_utils.py:1066'), page('https://github.com/huggingface/peft/issues/1959')],
  reads: {
    options: ['lora.target_modules', 'model.id', 'method.name'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const model = config['method.name'] === 'full' ? undefined : likelyModel(modelOfRun(run))
      const wanted = names(config['lora.target_modules'])
      if (!model || config['lora.target_modules'].trim() === 'all-linear') return undefined
      const missing = unreachedTargets(model, wanted).filter((name) => !isNoLayerOfWeights(name) && !isHead(name))
      return missing.length > 0 && missing.length < wanted.length
        ? { missing, model: model.id, instead: targetsFor(model, wanted) }
        : undefined
    },
    fix: (run) => {
      const { config } = run
      const model = likelyModel(modelOfRun(run))
      return { 'lora.target_modules': model ? targetsFor(model, names(config['lora.target_modules'])) : 'all-linear' }
    },
    example: {
      bad: { 'model.id': 'meta-llama/Llama-2-70b-hf', 'lora.target_modules': 'qkv_proj,o_proj' },
      good: { 'model.id': 'meta-llama/Llama-2-70b-hf', 'lora.target_modules': 'q_proj,k_proj,v_proj,o_proj' },
    },
  },
})
