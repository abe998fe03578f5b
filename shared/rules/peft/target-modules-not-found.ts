/** None of the targets is a module of the model: PEFT refuses. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { unreachedTargets } from '../../estimate/trainables.ts'
import { isHead, isNoLayerOfWeights, names } from '../../lookup/run.ts'
import { targetsFor } from '../../lookup/similar-targets.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftTargetModulesNotFound = rule({
  id: 'peft/target-modules-not-found',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/tuners_utils.py:1066')],
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
      return missing.length === wanted.length
        ? { missing, model: model.id, instead: targetsFor(model, wanted) }
        : undefined
    },
    fix: (run) => {
      const { config } = run
      const model = likelyModel(modelOfRun(run))
      return { 'lora.target_modules': model ? targetsFor(model, names(config['lora.target_modules'])) : 'all-linear' }
    },
    example: {
      bad: { 'model.id': 'regisss/llama2-70b-fused-qkv-mlperf', 'lora.target_modules': 'q_proj,v_proj' },
      good: { 'model.id': 'regisss/llama2-70b-fused-qkv-mlperf', 'lora.target_modules': 'qkv_proj,o_proj' },
    },
  },
})
