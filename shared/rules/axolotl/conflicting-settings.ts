/** Two settings that axolotl's checks do not take together. */
import { entry, hit, treesOf } from '../../lookup/keys.ts'
import { isTrue, pythonText } from '../../python/values.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

const schemas = 'https://github.com/axolotl-ai-cloud/axolotl/blob/067b021c8/src/axolotl/utils/schemas'

/** What the file says, as Python takes it: whether it counts as something, and as a text. */
interface Says {
  readonly on: (key: string) => boolean
  readonly text: (key: string) => string
}
type Pair = readonly [key: string, other: string, both: (says: Says) => boolean]

const pairs: readonly Pair[] = [
  ['deepspeed', 'fsdp', ({ on }) => on('deepspeed') && on('fsdp')],
  ['batch_size', 'gradient_accumulation_steps', ({ on }) => on('batch_size') && on('gradient_accumulation_steps')],
  ['warmup_ratio', 'warmup_steps', ({ on }) => on('warmup_ratio') && on('warmup_steps')],
  ['saves_per_epoch', 'save_steps', ({ on }) => on('saves_per_epoch') && on('save_steps')],
  ['evals_per_epoch', 'eval_steps', ({ on }) => on('evals_per_epoch') && on('eval_steps')],
  [
    'save_steps',
    'save_strategy',
    ({ on, text }) => on('save_steps') && on('save_strategy') && text('save_strategy') !== 'steps',
  ],
  [
    'eval_steps',
    'eval_strategy',
    ({ on, text }) => on('eval_steps') && on('eval_strategy') && text('eval_strategy') !== 'steps',
  ],
  [
    'evals_per_epoch',
    'eval_strategy',
    ({ on, text }) => on('evals_per_epoch') && on('eval_strategy') && text('eval_strategy') !== 'steps',
  ],
  ['test_datasets', 'val_set_size', ({ on }) => on('test_datasets') && on('val_set_size')],
  [
    'load_in_8bit',
    'adapter: qlora',
    ({ on, text }) => text('adapter') === 'qlora' && on('load_in_8bit') && !on('load_in_4bit') && !on('merge_lora'),
  ],
  [
    'adapter',
    'load_in_4bit: false',
    ({ on, text }) =>
      text('adapter') === 'qlora' && !on('load_in_4bit') && !on('load_in_8bit') && !on('gptq') && !on('merge_lora'),
  ],
  ...(['lora_mlp_kernel', 'lora_qkv_kernel', 'lora_o_kernel'] as const).map(
    (kernel): Pair => [
      kernel,
      'load_in_8bit',
      ({ on, text }) => on(kernel) && text('adapter') === 'lora' && on('load_in_8bit'),
    ],
  ),
  [
    'flash_attn_fuse_mlp',
    'adapter',
    ({ on, text }) => on('flash_attn_fuse_mlp') && ['lora', 'qlora'].includes(text('adapter')),
  ],
  [
    'peft_layers_pattern',
    'peft_layers_to_transform: null',
    ({ on }) => on('peft_layers_pattern') && !on('peft_layers_to_transform'),
  ],
]

export const axolotlConflictingSettings = rule({
  id: 'axolotl/conflicting-settings',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [page(`${schemas}/validation.py`, '2026-11-28'), page(`${schemas}/peft.py`, '2026-11-28')],
  reads: {
    options: [],
    files: ['axolotl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'axolotl')) {
        const says: Says = {
          on: (key) => {
            const one = entry(root, key)
            // A placeholder that is filled in later has no value yet.
            return one !== undefined && isTrue(one.value) && !/\$\{|\{\{/.test(pythonText(one.value))
          },
          text: (key) => {
            const one = entry(root, key)
            return one ? pythonText(one.value) : ''
          },
        }
        const told = new Set<string>()
        for (const [key, other, both] of pairs) {
          const one = entry(root, key)
          if (!one || told.has(other) || !both(says)) continue
          told.add(other)
          yield hit(file, { path: key, entry: one }, { other })
        }
      }
    },
    example: {
      bad: {
        'axolotl.yml':
          'base_model: meta-llama/Llama-3.1-8B\nadapter: lora\nsequence_len: 4096\ndatasets:\n  - path: data.jsonl\n    type: chat_template\nmicro_batch_size: 1\ngradient_accumulation_steps: 8\nwarmup_ratio: 0.1\nwarmup_steps: 10\n',
      },
      good: {
        'axolotl.yml':
          'base_model: meta-llama/Llama-3.1-8B\nadapter: lora\nsequence_len: 4096\ndatasets:\n  - path: data.jsonl\n    type: chat_template\nmicro_batch_size: 1\ngradient_accumulation_steps: 8\nwarmup_ratio: 0.1\n',
      },
    },
  },
})
