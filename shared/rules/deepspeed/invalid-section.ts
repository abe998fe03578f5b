/** A block of the JSON that holds no keys. */
import { emptyBlocks, jsonsOf } from '../../lookup/deepspeed-json.ts'
import { hit } from '../../lookup/keys.ts'
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInvalidSection = rule({
  id: 'deepspeed/invalid-section',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/deepspeed.py:152'), deepspeed('deepspeed/runtime/zero/config.py:60')],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const one of emptyBlocks(root, set.versions.deepspeed)) yield hit(file, one)
      }
    },
    example: {
      bad: {
        'ds_config.json': '{"zero_optimization": true, "gradient_clipping": "auto", "train_batch_size": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 1}, "gradient_clipping": "auto", "train_batch_size": "auto"}\n',
      },
    },
  },
})
