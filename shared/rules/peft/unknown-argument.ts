/** A key that PEFT's LoraConfig does not have. */
import { nearest } from '../../config.ts'
import { entry, nameOf, spot, treesOf } from '../../lookup/keys.ts'
import { isTrue, stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { peft } from '../../source.ts'
import { loraArguments } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const peftUnknownArgument = rule({
  id: 'peft/unknown-argument',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [peft('src/peft/config.py:208')],
  reads: {
    options: [],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      const known = loraArguments(set.versions.peft)
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        for (const one of root.entries.values()) {
          const name = nameOf(one)
          if (
            name === undefined ||
            known.has(name) ||
            !/^LORA$/.test(stringOf(entry(root, 'peft_type')?.value) ?? 'LORA')
          )
            continue
          // PEFT of 2023 wrote `enable_lora: null` and `merge_weights: false`; nothing is lost with either.
          if (!isTrue(one.value)) continue
          const meant = nearest(name, [...known])[0]
          const fix: Change[] | undefined =
            meant === undefined || entry(root, meant) ? undefined : [{ path: [name], rename: meant }]
          yield { spot: spot(file, name, one), facts: { key: name, meant: meant ?? '' }, ...(fix && { fix }) }
        }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alfa": 32, "target_modules": ["q_proj", "v_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "merge_weights": false, "target_modules": ["q_proj", "v_proj"]}\n',
      },
    },
  },
})
