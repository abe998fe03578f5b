/** A batch size or a number of steps in the JSON that cannot be counted with. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { numberOf, stringOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { deepspeed, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

const counts = ['train_batch_size', 'train_micro_batch_size_per_gpu', 'gradient_accumulation_steps']

export const deepspeedInvalidCount = rule({
  id: 'deepspeed/invalid-count',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    deepspeed('deepspeed/runtime/config.py:925'),
    transformers('src/transformers/integrations/deepspeed.py:138'),
  ],
  reads: {
    options: ['training.gradient_accumulation_steps'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const name of counts) {
          const one = entry(root, name)
          if (!one || stringOf(one.value) === 'auto') continue
          if (typeOf(one.value) === 'null') {
            // Nothing times the micro batch is a TypeError; without a micro batch nobody multiplies.
            const micro = entry(root, 'train_micro_batch_size_per_gpu')
            const multiplied = name === 'gradient_accumulation_steps' && micro && typeOf(micro.value) !== 'null'
            if (multiplied) yield hit(file, { path: name, entry: one }, {}, [{ path: [name], value: 'auto' }])
            continue
          }
          const number = numberOf(one.value)
          // Python counts true as 1, which a whole batch never is.
          const truth = name === 'train_batch_size' && typeOf(one.value) === 'bool'
          if (number !== undefined && number > 0 && Number.isInteger(number) && !truth) continue
          const meant = Number(stringOf(one.value) ?? Number.NaN)
          const fix: Change[] | undefined =
            Number.isInteger(meant) && meant > 0 ? [{ path: [name], value: meant }] : undefined
          yield hit(file, { path: name, entry: one }, {}, fix)
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "gradient_accumulation_steps": "8", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "gradient_accumulation_steps": 8, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
