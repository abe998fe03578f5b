/** In a list PEFT compares names; patterns and `all-linear` work only as one text. */
import { entry, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftPatternInTargetList = rule({
  id: 'peft/pattern-in-target-list',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/tuners_utils.py:413')],
  reads: {
    options: ['lora.target_modules'],
    files: ['peft-adapter'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'peft-adapter')) {
        const one = entry(root, 'target_modules')
        if (one?.value.kind !== 'sequence') continue
        const found = one.value.items
          .map(({ value }) => stringOf(value) ?? '')
          .find((name) => name === 'all-linear' || /[*^$|()[\]\\+?]/.test(name))
        if (found === undefined) continue
        const fix: Change[] | undefined =
          found === 'all-linear' ? [{ path: ['target_modules'], value: 'all-linear' }] : undefined
        yield { spot: spot(file, 'target_modules', one), facts: { value: found }, ...(fix && { fix }) }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["all-linear"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": "all-linear"}\n',
      },
    },
  },
})
