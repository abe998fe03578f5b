/** An unquoted no is a truth value, and the Trainer wants the word. */
import { entry, hit, treesOf } from '../../lookup/keys.ts'
import { typeOf } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

const words = ['eval_strategy', 'save_strategy', 'logging_strategy', 'lr_scheduler_type', 'optim']

export const trainerUnquotedNo = rule({
  id: 'trainer/unquoted-no',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/training_args.py:1530-1553')],
  reads: {
    options: ['training.save_strategy'],
    files: ['llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'trl', 'llama-factory')) {
        for (const key of words) {
          const one = entry(root, key)
          if (!one || typeOf(one.value) !== 'bool') continue
          const off = one.value.kind === 'scalar' && one.value.value.type === 'bool' && !one.value.value.value
          const fix = off && key.endsWith('_strategy') ? [{ path: [key], value: 'no' }] : undefined
          yield hit(file, { path: key, entry: one }, {}, fix)
        }
      }
    },
    example: {
      bad: {
        'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nsave_strategy: no\n',
      },
      good: {
        'train.yaml': "model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nsave_strategy: 'no'\n",
      },
    },
  },
})
