/** `model_type` is the class of another architecture: weights that it has no place for are dropped, others are made up. */
import { families } from '../../catalog/families.ts'
import type { Family } from '../../catalog/family.ts'
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { claimed, spotOfClaim, textOfClaim } from '../../lookup/claimed.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** `Mixtral` of MixtralDecoderLayer and of MixtralForCausalLM. */
const architecture = (name: string): string => name.replace(/(?:DecoderLayer|Block|Layer|ForCausalLM)$/, '')
const known = new Set(
  (families as readonly Family[]).flatMap(({ layerClass, layerClasses = {} }) =>
    [layerClass, ...Object.values(layerClasses)].map(architecture),
  ),
)

export const axolotlWrongModelClass = rule({
  id: 'axolotl/wrong-model-class',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://github.com/axolotl-ai-cloud/axolotl/issues/1267', '2026-12-01')],
  reads: { options: ['model.id'], files: ['axolotl'] },
  files: {
    *check(set) {
      const one = claimed(set, ['axolotl'], 'model_type')
      const spot = one && spotOfClaim(one)
      const said = textOfClaim(one) ?? ''
      const model = likelyModel(modelOfRun(set.run))
      if (!spot || !model || !said.endsWith('ForCausalLM') || !known.has(architecture(said))) return
      const own = `${architecture(model.layerClass)}ForCausalLM`
      if (own === said) return
      yield {
        spot,
        facts: { value: said, own, model: model.id },
        ...(spot.file.reading.language === 'yaml' && { fix: [{ path: ['model_type'], value: own }] }),
      }
    },
    example: {
      bad: {
        'axolotl.yml':
          'base_model: mistralai/Mixtral-8x7B-v0.1\nmodel_type: LlamaForCausalLM\nsequence_len: 512\nadapter: lora\nlora_r: 8\nlora_target_modules: [q_proj]\n',
      },
      good: {
        'axolotl.yml':
          'base_model: mistralai/Mixtral-8x7B-v0.1\nmodel_type: MixtralForCausalLM\nsequence_len: 512\nadapter: lora\nlora_r: 8\nlora_target_modules: [q_proj]\n',
      },
    },
  },
})
