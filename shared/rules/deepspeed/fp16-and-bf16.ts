/** FP16 and BF16 at once. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, spot } from '../../lookup/keys.ts'
import { pythonText, truthOf } from '../../python/values.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedFp16AndBf16 = rule({
  id: 'deepspeed/fp16-and-bf16',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/config.py:827')],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const [half, brain] = [entry(root, 'fp16', 'enabled'), entry(root, 'bf16', 'enabled')]
        const on = (one: typeof half) => one !== undefined && truthOf(pythonText(one.value)) === true
        if (half && on(half) && on(brain)) {
          yield {
            spot: spot(file, 'fp16.enabled', half),
            facts: {},
            fix: [{ path: ['fp16', 'enabled'], value: false }],
          }
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "fp16": {"enabled": true}, "bf16": {"enabled": true}, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "fp16": {"enabled": false}, "bf16": {"enabled": true}, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
