/** MLPerf's reference trains a plain LoRA adapter: no other kind, no biases, no whole modules. */
import type { Value } from '../../fields/field.ts'
import type { FieldKey } from '../../fields/index.ts'
import { reference, saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { rule } from '../rule.ts'

const plain: readonly (readonly [key: FieldKey, must: string, fits: (value: Value) => boolean])[] = [
  ['method.name', 'LoRA', (value) => value === 'lora' || value === 'qlora'],
  ['lora.bias', 'none', (value) => value === 'none'],
  ['lora.use_rslora', 'false', (value) => value !== true],
  ['lora.init_lora_weights', 'true', (value) => String(value) === 'true'],
  ['lora.modules_to_save', 'null', (value) => String(value) === ''],
]

export const mlperfAdapterSettings = rule({
  id: 'mlperf/adapter-settings',
  severity: 'error',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(289), reference('scripts/train.py')],
  reads: {
    options: ['lora.bias', 'lora.modules_to_save', 'lora.use_rslora', 'method.name'],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const [key, must, fits] of plain)
        for (const one of saidOf(set, key))
          if (!fits(one.value)) yield { spot: one.spot, facts: { key: one.key, value: String(one.value), must } }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "lora_dropout": 0.1, "use_rslora": true, "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "lora_dropout": 0.1, "use_rslora": false, "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"]}\n',
      },
    },
  },
})
