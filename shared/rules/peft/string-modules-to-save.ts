/** PEFT goes through the letters of a text: in practice the whole model is trained. */
import { entry, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftStringModulesToSave = rule({
  id: 'peft/string-modules-to-save',
  severity: 'error',
  stage: 'training',
  consequence: 'costs',
  sources: [peft('src/peft/utils/other.py:1088')],
  reads: {
    options: ['lora.modules_to_save'],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const one = entry(root, 'modules_to_save')
        const text = stringOf(one?.value)
        if (!one || text === undefined) continue
        yield {
          spot: spot(file, 'modules_to_save', one),
          facts: { value: text },
          fix: [{ path: ['modules_to_save'], value: text.split(/\s*,\s*/) }],
        }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"], "modules_to_save": "lm_head"}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"], "modules_to_save": ["lm_head"]}\n',
      },
    },
  },
})
