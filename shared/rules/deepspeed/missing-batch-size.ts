/** A DeepSpeed JSON that names neither the whole batch nor the micro batch: nobody fills in a key that is not there. */
import { countOf, jsonsOf, saysAuto } from '../../lookup/deepspeed-json.ts'
import { beginning, entry } from '../../lookup/keys.ts'
import { isTrue, typeOf } from '../../python/values.ts'
import { deepspeed, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingBatchSize = rule({
  id: 'deepspeed/missing-batch-size',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    deepspeed('deepspeed/runtime/config.py:985'),
    transformers('src/transformers/integrations/deepspeed.py:141'),
  ],
  reads: {
    options: ['training.per_device_train_batch_size'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        // Without ZeRO Accelerate refuses the file before anybody counts, and elasticity chooses the sizes itself.
        const elastic = entry(root, 'elasticity', 'enabled')
        if (!entry(root, 'zero_optimization') || (elastic && isTrue(elastic.value))) continue
        const given = ['train_batch_size', 'train_micro_batch_size_per_gpu'].some((name) => {
          const one = entry(root, name)
          return one && typeOf(one.value) !== 'null'
        })
        // Before the model is loaded, ZeRO-3 reads the file with the whole batch still at "auto".
        const micro = entry(root, 'train_micro_batch_size_per_gpu')
        const unfilled =
          micro !== undefined &&
          typeOf(micro.value) === 'null' &&
          saysAuto(root, 'train_batch_size') &&
          countOf(root, 'zero_optimization', 'stage') === 3
        if (given && !unfilled) continue
        yield {
          spot: beginning(file, 'train_micro_batch_size_per_gpu'),
          facts: {},
          fix: [{ path: ['train_micro_batch_size_per_gpu'], value: 'auto' }],
        }
      }
    },
    example: {
      bad: { 'ds_config.json': '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto"}\n' },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
