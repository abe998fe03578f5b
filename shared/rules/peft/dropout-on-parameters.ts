/** Adapters on bare parameters, as fused experts have them, work without dropout only; TRL has dropout by default. */
import { entry, path, spot, treesOf } from '../../lookup/keys.ts'
import { isTrue, numberOf, pythonText } from '../../python/values.ts'
import { page, peft, trl } from '../../source.ts'
import type { Spot } from '../file-rule.ts'
import { rule } from '../rule.ts'

/** [kind of file, its name for the parameters, its name for dropout, its own dropout] */
const dialects = [
  ['peft-adapter', 'target_parameters', 'lora_dropout', 0],
  ['trl', 'lora_target_parameters', 'lora_dropout', 0.05],
  ['axolotl', 'lora_target_parameters', 'lora_dropout', 0],
] as const

export const peftDropoutOnParameters = rule({
  id: 'peft/dropout-on-parameters',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    peft('src/peft/tuners/lora/layer.py:2336-2339'),
    trl('trl/trainer/model_config.py:49'),
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/main/src/axolotl/utils/schemas/peft.py', '2026-11-28'),
  ],
  reads: {
    options: ['lora.lora_dropout'],
    files: ['peft-adapter', 'axolotl', 'trl'],
  },
  files: {
    *check(set) {
      for (const [kind, key, dropout, own] of dialects) {
        for (const { file, root } of treesOf(set, kind)) {
          const targets = entry(root, key)
          if (!targets || !isTrue(targets.value)) continue
          const one = entry(root, dropout)
          const value = one ? (numberOf(one.value) ?? Number(pythonText(one.value))) : own
          if (!(value > 0)) continue
          const at: Spot = one ? spot(file, dropout, one) : spot(file, key, targets)
          yield { spot: at, facts: { key: dropout, value, targets: key }, fix: [{ path: path(dropout), value: 0 }] }
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: openai/gpt-oss-20b\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nlora_target_modules: [q_proj, v_proj]\nlora_target_parameters: [7.mlp.experts.gate_up_proj, 7.mlp.experts.down_proj]\nlora_dropout: 0.05\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: openai/gpt-oss-20b\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nlora_target_modules: [q_proj, v_proj]\nlora_target_parameters: [7.mlp.experts.gate_up_proj, 7.mlp.experts.down_proj]\nlora_dropout: 0\n',
      },
    },
  },
})
