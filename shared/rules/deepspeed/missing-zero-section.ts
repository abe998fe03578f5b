/** Accelerate takes no DeepSpeed JSON that says nothing about ZeRO. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { beginning, entry } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingZeroSection = rule({
  id: 'deepspeed/missing-zero-section',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1277')],
  reads: {
    options: ['deepspeed.zero_stage', 'deepspeed.deepspeed_config_file'],
    files: ['deepspeed'],
  },
  files: {
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
  },
})
