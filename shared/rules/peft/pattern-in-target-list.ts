/** In a list PEFT compares names; patterns and `all-linear` work only as one text. */
import { entry, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** Kinds of files in which a list stays a list until PEFT reads it, and their name for the targets. */
const keys: Readonly<Record<string, string>> = {
  'peft-adapter': 'target_modules',
  axolotl: 'lora_target_modules',
  trl: 'lora_target_modules',
}

export const peftPatternInTargetList = rule({
  id: 'peft/pattern-in-target-list',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/tuners_utils.py:413')],
  reads: {
    options: ['lora.target_modules'],
    files: ['peft-adapter', 'axolotl', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, ...Object.keys(keys))) {
        const key = keys[file.reading.kind] as string
        const one = entry(root, key)
        if (one?.value.kind !== 'sequence') continue
        // TRL makes a text of a list of one (trl/trainer/model_config.py).
        if (file.reading.kind === 'trl' && one.value.items.length === 1) continue
        const found = one.value.items
          .map(({ value }) => stringOf(value) ?? '')
          .find((name) => name === 'all-linear' || /[*^$|()[\]\\+?]/.test(name))
        if (found === undefined) continue
        const alone = found === 'all-linear' || one.value.items.length === 1
        const fix: Change[] | undefined = alone ? [{ path: [key], value: found }] : undefined
        yield { spot: spot(file, key, one), facts: { key, value: found }, ...(fix && { fix }) }
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
