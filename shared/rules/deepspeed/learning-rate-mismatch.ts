/** The optimizer block of the JSON and the script must name the same learning rate. */
import { mismatches } from '../../lookup/compared-values.ts'
import { sourcesAbout } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

export const deepspeedLearningRateMismatch = rule({
  id: 'deepspeed/learning-rate-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: sourcesAbout('learning-rate'),
  reads: {
    options: ['training.learning_rate'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    check: (set) => mismatches(set, 'learning-rate'),
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "optimizer": {"type": "AdamW", "params": {"lr": 3e-5}}, "train_micro_batch_size_per_gpu": "auto"}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --learning_rate 2e-4\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "train_micro_batch_size_per_gpu": "auto"}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --learning_rate 2e-4\n',
      },
    },
  },
})
