/** What the scheduler block of the JSON says must be what the script says, or the Trainer stops. */
import { mismatches } from '../../lookup/compared-values.ts'
import { sourcesAbout } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

export const deepspeedSchedulerMismatch = rule({
  id: 'deepspeed/scheduler-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: sourcesAbout('scheduler'),
  reads: {
    options: ['training.lr_scheduler_type', 'training.warmup_steps'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    check: (set) => mismatches(set, 'scheduler'),
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "scheduler": {"type": "WarmupLR", "params": {"warmup_num_steps": 100}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --warmup_steps 50\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "scheduler": {"type": "WarmupLR", "params": {"warmup_num_steps": "auto"}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --warmup_steps 50\n',
      },
    },
  },
})
