/** A value that DeepSpeed's section cannot take. */
import { deepspeed } from '../source.ts'
import { jsonsOf, misfits } from './deepspeed-json.ts'
import { fileRule } from './file-rule.ts'
import { hit } from './look.ts'

export const deepspeedValueOfAnotherKind = fileRule({
  id: 'deepspeed-value-of-another-kind',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [deepspeed('deepspeed/runtime/zero/config.py:77'), deepspeed('deepspeed/runtime/precision_config.py:100')],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      for (const { path: dotted, entry: one, why, wanted } of misfits(root)) {
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
})
