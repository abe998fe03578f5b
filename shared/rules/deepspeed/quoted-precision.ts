/** DeepSpeed takes the switch in quotes, and the Trainer finds it different from its own. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { stringOf, truthOf } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedQuotedPrecision = rule({
  id: 'deepspeed/quoted-precision',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:181')],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const name of ['bf16', 'fp16']) {
          const one = entry(root, name, 'enabled')
          const meant = truthOf(stringOf(one?.value) ?? 'auto')
          if (!one || meant === undefined) continue
          yield hit(file, { path: `${name}.enabled`, entry: one }, {}, [{ path: [name, 'enabled'], value: meant }])
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "bf16": {"enabled": "true"}, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "bf16": {"enabled": true}, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
