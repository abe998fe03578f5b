/** DeepSpeed takes the stage in quotes, and Transformers does not see ZeRO-3. */

import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const deepspeedQuotedZeroStage = fileRule({
  id: 'deepspeed/quoted-zero-stage',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [accelerate('src/accelerate/utils/deepspeed.py:152')],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      const one = entry(root, 'zero_optimization', 'stage')
      const text = stringOf(one?.value)
      if (!one || text === undefined || !/^[0-3]$/.test(text)) continue
      yield hit(file, { path: 'zero_optimization.stage', entry: one }, {}, [
        { path: ['zero_optimization', 'stage'], value: Number(text) },
      ])
    }
  },
  example: {
    bad: {
      'ds_config.json':
        '{"zero_optimization": {"stage": "3"}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
    },
    good: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 3}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
    },
  },
})
