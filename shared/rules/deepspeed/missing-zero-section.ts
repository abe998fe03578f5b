/** Accelerate takes no DeepSpeed JSON that says nothing about ZeRO. */

import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { beginning, entry } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const deepspeedMissingZeroSection = fileRule({
  id: 'deepspeed/missing-zero-section',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1277')],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      if (!entry(root, 'zero_optimization')) yield { spot: beginning(file, 'zero_optimization'), facts: {} }
    }
  },
  example: {
    bad: {
      'ds_config.json':
        '{"train_micro_batch_size_per_gpu": "auto", "gradient_clipping": "auto", "bf16": {"enabled": true}}\n',
    },
    good: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "train_micro_batch_size_per_gpu": "auto", "gradient_clipping": "auto", "bf16": {"enabled": true}}\n',
    },
  },
})
