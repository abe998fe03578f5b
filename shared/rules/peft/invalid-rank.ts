/** The rank of an adapter is a whole number from 1. */
import { entry, hit, treesOf } from '../../lookup/keys.ts'
import { numberOf, typeOf } from '../../python/values.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftInvalidRank = rule({
  id: 'peft/invalid-rank',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/lora/layer.py:240')],
  reads: {
    options: ['lora.r'],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const one = entry(root, 'r')
        if (!one || (typeOf(one.value) === 'int' && (numberOf(one.value) ?? 0) >= 1)) continue
        yield hit(file, { path: 'r', entry: one })
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 0, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
    },
  },
})
