/** A value that DeepSpeed's section cannot take. */
import { jsonsOf, misfits } from '../../lookup/deepspeed-json.ts'
import { hit } from '../../lookup/keys.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInvalidType = rule({
  id: 'deepspeed/invalid-type',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/zero/config.py:77'), deepspeed('deepspeed/runtime/precision_config.py:100')],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const { path: dotted, entry: one, why, wanted } of misfits(root, set.versions.deepspeed)) {
          if (why === 'kind') yield hit(file, { path: dotted, entry: one }, { wanted })
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "reduce_bucket_size": "5e8"}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "reduce_bucket_size": 5e8}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
