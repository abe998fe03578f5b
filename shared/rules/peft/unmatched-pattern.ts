/** A rank or alpha for modules that carry no adapter: PEFT ignores the entry. */
import { entry, nameOf, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

export const peftUnmatchedPattern = rule({
  id: 'peft/unmatched-pattern',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/tuners_utils.py:1112-1126'), peft('src/peft/utils/other.py:1524-1532')],
  reads: {
    options: ['lora.target_modules'],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const targets = entry(root, 'target_modules')?.value
        if (targets?.kind !== 'sequence') continue
        const names = targets.items.map(({ value }) => stringOf(value) ?? '')
        // What a pattern reaches shows only in the model itself.
        if (names.length === 0 || names.some((name) => !/^[\w.]+$/.test(name))) continue
        for (const section of ['rank_pattern', 'alpha_pattern']) {
          const held = entry(root, section)?.value
          if (held?.kind !== 'mapping') continue
          for (const one of held.entries.values()) {
            const pattern = nameOf(one)?.replace(/^\^/, '').replace(/\$$/, '')
            if (pattern === undefined || !/^[\w.]+$/.test(pattern)) continue
            if (names.some((name) => last(name) === last(pattern))) continue
            yield {
              spot: spot(file, `${section}.${nameOf(one)}`, one),
              facts: { key: section, pattern: nameOf(one) as string, targets: names },
            }
          }
        }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"], "rank_pattern": {"o_proj": 64}}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj", "o_proj"], "rank_pattern": {"o_proj": 64}}\n',
      },
    },
  },
})
