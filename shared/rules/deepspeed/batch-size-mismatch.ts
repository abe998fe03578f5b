/** The micro batch of the JSON and of the script must be the same, or the Trainer stops. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { toldDeepspeed, toldScript } from '../../lookup/stated-values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedBatchSizeMismatch = rule({
  id: 'deepspeed/batch-size-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:138')],
  reads: {
    options: ['training.per_device_train_batch_size'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      if (jsonsOf(set).length === 0) return
      const [there, here] = [
        toldDeepspeed(set, 'train_micro_batch_size_per_gpu'),
        toldScript(set, 'training.per_device_train_batch_size', 8),
      ]
      if (!there || !here || there.value === here.value) return
      yield {
        spot: there.spot,
        facts: {
          key: there.spot.key,
          value: there.value,
          script: here.value,
          file: here.spot.file.path,
          unsaid: here.silent ? 'per_device_train_batch_size' : '',
        },
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": 4}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --per_device_train_batch_size 1\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --per_device_train_batch_size 1\n',
      },
    },
  },
})
