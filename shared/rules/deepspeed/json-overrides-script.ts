/** The JSON has an optimizer or a schedule of its own, and the script's choice is not used. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry } from '../../lookup/keys.ts'
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { stringOf } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

/** What the schedules of DeepSpeed and of the Trainer have in common. */
const alike: Readonly<Record<string, readonly string[]>> = {
  WarmupLR: ['constant_with_warmup'],
  WarmupDecayLR: ['linear'],
  WarmupCosineLR: ['cosine'],
}

export const deepspeedJsonOverridesScript = rule({
  id: 'deepspeed/json-overrides-script',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/integrations/deepspeed.py:547-582')],
  reads: {
    options: ['training.lr_scheduler_type'],
    files: ['deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const files = argumentFiles(set)
      for (const { root } of jsonsOf(set)) {
        const optimizer = stringOf(entry(root, 'optimizer', 'type')?.value)
        const schedule = stringOf(entry(root, 'scheduler', 'type')?.value)
        for (const file of files) {
          const [optim, kind] = [told(file, 'optim'), told(file, 'lr_scheduler_type')]
          if (optimizer !== undefined && optim && !/^adamw_(torch|hf|apex)|^adamw$/.test(optim.text))
            yield { spot: optim.spot, facts: { key: 'optim', value: optim.text, block: 'optimizer', type: optimizer } }
          if (schedule !== undefined && kind && !alike[schedule]?.includes(kind.text))
            yield {
              spot: kind.spot,
              facts: { key: 'lr_scheduler_type', value: kind.text, block: 'scheduler', type: schedule },
            }
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "scheduler": {"type": "WarmupLR", "params": {"warmup_num_steps": "auto"}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --lr_scheduler_type cosine\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --lr_scheduler_type cosine\n',
      },
    },
  },
})
