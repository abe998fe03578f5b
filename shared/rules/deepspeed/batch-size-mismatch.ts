/** The micro batch of the JSON and of the script must be the same, or the Trainer stops. */
import { mismatches } from '../../lookup/compared-values.ts'
import { sourcesAbout } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

export const deepspeedBatchSizeMismatch = rule({
  id: 'deepspeed/batch-size-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: sourcesAbout('batch-size'),
  reads: {
    options: ['training.per_device_train_batch_size'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    check: (set) => mismatches(set, 'batch-size'),
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
