/** What the optimizer block of the JSON says beside the rate must be what the script says, or the Trainer stops. */
import { mismatches } from '../../lookup/compared-values.ts'
import { sourcesAbout } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

export const deepspeedOptimizerMismatch = rule({
  id: 'deepspeed/optimizer-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: sourcesAbout('optimizer'),
  reads: {
    options: ['training.optim', 'training.weight_decay'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    check: (set) => mismatches(set, 'optimizer'),
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto", "weight_decay": 0.01}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --weight_decay 0.0001\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto", "weight_decay": "auto"}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --weight_decay 0.0001\n',
      },
    },
  },
})
