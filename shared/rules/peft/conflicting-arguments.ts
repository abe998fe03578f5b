/** Two arguments of one adapter that PEFT refuses to take together. */
import { entry, hit, shown, treesOf } from '../../lookup/keys.ts'
import { isTrue, numberOf, stringOf, typeOf } from '../../python/values.ts'
import type { MappingNode } from '../../python/yaml/node.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** [the argument that has to go, the other one as a sentence shows it, whether both are there] */
type Pair = readonly [key: string, other: string, both: (root: MappingNode) => boolean]

const set = (root: MappingNode, key: string): boolean => {
  const one = entry(root, key)
  return one !== undefined && isTrue(one.value)
}
const pattern = (root: MappingNode): boolean => stringOf(entry(root, 'target_modules')?.value) !== undefined
const said = (root: MappingNode, key: string): boolean => {
  const one = entry(root, key)
  return one !== undefined && typeOf(one.value) !== 'null'
}

const pairs: readonly Pair[] = [
  ['layers_to_transform', 'target_modules', (root) => pattern(root) && said(root, 'layers_to_transform')],
  ['layers_pattern', 'target_modules', (root) => pattern(root) && said(root, 'layers_pattern')],
  [
    'layers_pattern',
    'layers_to_transform: null',
    (root) => !pattern(root) && set(root, 'layers_pattern') && !said(root, 'layers_to_transform'),
  ],
  ['use_dora', 'megatron_config', (root) => set(root, 'use_dora') && set(root, 'megatron_config')],
  ['lora_bias', 'use_dora: true', (root) => set(root, 'lora_bias') && set(root, 'use_dora')],
  [
    'lora_bias',
    'init_lora_weights',
    (root) => set(root, 'lora_bias') && stringOf(entry(root, 'init_lora_weights')?.value) !== undefined,
  ],
  ['use_dora', 'target_parameters', (root) => set(root, 'target_parameters') && set(root, 'use_dora')],
  ['lora_bias', 'target_parameters', (root) => set(root, 'target_parameters') && set(root, 'lora_bias')],
  [
    'r',
    'init_lora_weights: orthogonal',
    (root) => {
      const rank = entry(root, 'r')
      const number = rank && numberOf(rank.value)
      return (
        stringOf(entry(root, 'init_lora_weights')?.value) === 'orthogonal' && number !== undefined && number % 2 === 1
      )
    },
  ],
]

export const peftConflictingArguments = rule({
  id: 'peft/conflicting-arguments',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    peft('src/peft/tuners/lora/config.py:1034-1090'),
    peft('src/peft/tuners/lora/layer.py:607'),
    peft('src/peft/tuners/lora/layer.py:2336-2349'),
  ],
  reads: {
    options: [],
    files: ['peft-adapter'],
  },
  files: {
    *check(files) {
      for (const { file, root } of treesOf(files, 'peft-adapter')) {
        if ((stringOf(entry(root, 'peft_type')?.value) ?? 'LORA') !== 'LORA') continue
        const told = new Set<string>()
        for (const [key, other, both] of pairs) {
          const one = entry(root, key)
          if (!one || told.has(key) || !both(root)) continue
          told.add(key)
          const targets = entry(root, 'target_modules')
          yield hit(
            file,
            { path: key, entry: one },
            { other: other === 'target_modules' && targets ? `target_modules: ${shown(file, targets)}` : other },
          )
        }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": "all-linear", "layers_to_transform": [0, 1, 2, 3]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"], "layers_to_transform": [0, 1, 2, 3]}\n',
      },
    },
  },
})
