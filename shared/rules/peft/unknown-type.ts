/** An adapter's file says what kind of adapter it is; without that PEFT loads nothing. */
import { nearest } from '../../config.ts'
import { beginning, entry, hit, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { peft } from '../../source.ts'
import { adapterKinds } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const peftUnknownType = rule({
  id: 'peft/unknown-type',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/config.py:327'), peft('src/peft/peft_model.py:492')],
  reads: {
    options: [],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      const known = adapterKinds(set.versions.peft)
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const one = entry(root, 'peft_type')
        if (!one) {
          const facts = { key: 'peft_type', value: '—', meant: 'LORA' }
          yield { spot: beginning(file, 'peft_type'), facts, fix: [{ path: ['peft_type'], value: 'LORA' }] }
          continue
        }
        const text = stringOf(one.value)
        if (text !== undefined && known.has(text)) continue
        const meant = nearest(text?.toUpperCase() ?? '', [...known])[0]
        const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: ['peft_type'], value: meant }]
        yield hit(file, { path: 'peft_type', entry: one }, { meant: meant ?? 'LORA' }, fix)
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "Lora", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
    },
  },
})
