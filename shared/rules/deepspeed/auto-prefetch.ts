/** Older Transformers fill a fraction into the prefetch size, and DeepSpeed wants a whole number. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { pythonText } from '../../python/values.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedAutoPrefetch = rule({
  id: 'deepspeed/auto-prefetch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  releases: { deepspeed: '>=0.15.0', transformers: '<4.45.0' },
  sources: [
    page(
      'https://github.com/huggingface/transformers/blob/v4.44.2/src/transformers/integrations/deepspeed.py',
      '2026-12-01',
    ),
    page('https://github.com/deepspeedai/DeepSpeed/issues/6525', '2026-12-01'),
  ],
  reads: {
    options: ['deepspeed.zero_stage'],
    files: ['deepspeed', 'accelerate', 'launch-script'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const path = ['zero_optimization', 'stage3_prefetch_bucket_size'] as const
        const one = entry(root, ...path)
        const stage = entry(root, 'zero_optimization', 'stage')
        if (!one || pythonText(one.value) !== 'auto' || !stage || pythonText(stage.value) !== '3') continue
        yield hit(file, { path: path.join('.'), entry: one }, {})
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "stage3_prefetch_bucket_size": "auto"}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "stage3_prefetch_bucket_size": 15099494}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
