/** DeepSpeed takes the stage in quotes, and Transformers does not see ZeRO-3. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedQuotedZeroStage = rule({
  id: 'deepspeed/quoted-zero-stage',
  severity: 'error',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/utils/deepspeed.py:152')],
  reads: {
    options: ['deepspeed.zero_stage'],
    files: ['deepspeed'],
  },
  files: {
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
  },
})
