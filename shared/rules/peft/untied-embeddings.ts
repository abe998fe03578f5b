/** One of two tied matrices is trained as a copy. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { claimed, spotOfClaim, textOfClaim } from '../../lookup/claimed.ts'
import { beginning } from '../../lookup/keys.ts'
import { isTiedName, names } from '../../lookup/run.ts'
import { truthOf } from '../../python/values.ts'
import { cite } from '../../source.ts'
import { compareVersions } from '../../versions.ts'
import { rule } from '../rule.ts'

/** From this release on, a merge unties the two in the saved configuration, too (0.18.0 and 0.19.1 were run). */
const mended = '0.19.1'

export const peftUntiedEmbeddings = rule({
  id: 'peft/untied-embeddings',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [cite('peft', '0.21.2', 'src/peft/tuners/tuners_utils.py:964-1015', '2026-12-01')],
  reads: {
    options: ['lora.modules_to_save', 'method.name', 'model.id'],
    files: 'any',
  },
  files: {
    *check(set) {
      const { config } = set.run
      if (config['method.name'] === 'full') return
      const modules = names(config['lora.modules_to_save']).filter(isTiedName)
      const model = modules.length > 0 ? exactModel(modelOfRun(set.run)) : undefined
      const tying = claimed(set, ['peft', 'trl', 'trainer'], 'ensure_weight_tying')
      if (!model?.tied || truthOf(textOfClaim(tying) ?? '') === true) return
      const winner = set.claims.option('lora.modules_to_save')?.winner
      const [first] = set.files
      const spot = (winner && spotOfClaim(winner)) ?? (first && beginning(first, 'lora.modules_to_save'))
      if (!spot) return
      const isOld = compareVersions(set.versions.peft, mended) < 0
      yield { spot, facts: { modules, model: model.id }, ...(!isOld && { severity: 'hint' as const }) }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": "meta-llama/Llama-3.2-1B", "r": 8, "lora_alpha": 16, "target_modules": ["q_proj"], "modules_to_save": ["lm_head"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": "meta-llama/Llama-3.1-8B", "r": 8, "lora_alpha": 16, "target_modules": ["q_proj"], "modules_to_save": ["lm_head"]}\n',
      },
    },
  },
})
