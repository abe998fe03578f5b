/** No target is named, and PEFT knows none for the family of the model: it stops. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { claimed, spotOfClaim } from '../../lookup/claimed.ts'
import { peft } from '../../source.ts'
import { readCaptured } from '../../tools/captured.ts'
import { nearest } from '../../tools/index.ts'
import { rule } from '../rule.ts'

export const peftNoDefaultTargets = rule({
  id: 'peft/no-default-targets',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/utils/constants.py:48'), peft('src/peft/tuners/tuners_utils.py:1066')],
  reads: { options: ['lora.target_modules', 'model.id', 'method.name'], files: 'any' },
  files: {
    *check(set) {
      const adapter = claimed(set, ['trl', 'trainer'], 'use_peft') ?? claimed(set, ['peft'], 'peft_type', 'r')
      const spot = adapter && spotOfClaim(adapter)
      if (!spot || set.run.config['method.name'] === 'full') return
      if (set.run.answers['lora.target_modules'] !== undefined || set.unknown.has('lora.target_modules')) return
      if (claimed(set, ['trl', 'trainer'], 'lora_target_parameters') || claimed(set, ['peft'], 'target_parameters'))
        return
      // What a script of the user's own does without an argument cannot be seen.
      if (adapter.tool === 'trainer') return
      const model = likelyModel(modelOfRun(set.run))
      const { targets } = readCaptured('peft', nearest('peft', set.versions.peft)).sections.LoraConfig ?? {}
      if (!model || !targets || Object.hasOwn(targets, model.modelType)) return
      yield { spot, facts: { model: model.id, type: model.modelType } }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: microsoft/Phi-3-mini-4k-instruct\ndataset_name: d\ndtype: bfloat16\nuse_peft: true\nlora_r: 8\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: microsoft/Phi-3-mini-4k-instruct\ndataset_name: d\ndtype: bfloat16\nuse_peft: true\nlora_r: 8\nlora_target_modules: all-linear\n',
      },
    },
  },
})
