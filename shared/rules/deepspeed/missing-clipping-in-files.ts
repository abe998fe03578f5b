/** Without `gradient_clipping` in the JSON, DeepSpeed's own default counts, not the Trainer's. */

import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { beginning, entry } from '../../lookup/keys.ts'
import { deepspeed, transformers } from '../../source.ts'
import { satisfies } from '../../versions.ts'
import { fileRule } from '../file-rule.ts'

export const deepspeedMissingClippingInFiles = fileRule({
  id: 'deepspeed/missing-clipping',
  severity: 'warning',
  judge: 'training',
  seen: 'never',
  sources: [
    deepspeed('deepspeed/runtime/constants.py:261'),
    transformers('src/transformers/integrations/deepspeed.py:157'),
  ],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      if (entry(root, 'gradient_clipping') || !entry(root, 'zero_optimization')) continue
      yield {
        spot: beginning(file, 'gradient_clipping'),
        // Before 0.19.3 a missing key meant no clipping.
        facts: { instead: satisfies(set.versions.deepspeed, '>=0.19.3') ? 1 : 0 },
        fix: [{ path: ['gradient_clipping'], value: 'auto' }],
      }
    }
  },
  example: {
    bad: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
    },
    good: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
    },
  },
})
