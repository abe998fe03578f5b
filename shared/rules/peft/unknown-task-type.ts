/** A task that PEFT does not know. */
import { nearest } from '../../config.ts'
import { entry, hit, treesOf } from '../../lookup/keys.ts'
import { stringOf, typeOf } from '../../python/values.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

const known = ['SEQ_CLS', 'SEQ_2_SEQ_LM', 'CAUSAL_LM', 'TOKEN_CLS', 'QUESTION_ANS', 'FEATURE_EXTRACTION']

export const peftUnknownTaskType = rule({
  id: 'peft/unknown-task-type',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/config.py:99')],
  reads: {
    options: [],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const one = entry(root, 'task_type')
        if (!one || typeOf(one.value) === 'null') continue
        const text = stringOf(one.value) ?? ''
        if (known.includes(text)) continue
        const meant = nearest(text.toUpperCase(), known)[0] ?? 'CAUSAL_LM'
        yield hit(file, { path: 'task_type', entry: one }, { meant }, [{ path: ['task_type'], value: meant }])
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSALLM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
    },
  },
})
