/** A text of several names is a pattern to PEFT, and matches nothing. */
import { entry, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftStringTargetModules = rule({
  id: 'peft/string-target-modules',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/tuners_utils.py:2370')],
  reads: {
    options: ['lora.target_modules'],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const one = entry(root, 'target_modules')
        const text = stringOf(one?.value)
        if (!one || text === undefined || text === 'all-linear' || !/^[\w]+(\s*,\s*[\w]+)*$/.test(text)) continue
        yield {
          spot: spot(file, 'target_modules', one),
          facts: { value: text },
          fix: [{ path: ['target_modules'], value: text.split(/\s*,\s*/) }],
        }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": "q_proj,v_proj"}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
    },
  },
})
