/** What the scheduler block of the JSON says must be what the script says, or the Trainer stops. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { saidByScript } from '../../lookup/script-arguments.ts'
import { numberOf } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

/** [key of the block, argument of the script, what TRL's script takes for itself, what is compared; undefined: nobody can know] */
type Pair = readonly [key: string, argument: string, own: number, compared: (value: number) => number | undefined]
const pairs: readonly Pair[] = [
  ['warmup_max_lr', 'learning_rate', 2e-5, (value) => value],
  // Below 1 it is a share of all steps, and 0 stands for 1.
  ['warmup_num_steps', 'warmup_steps', 0, (value) => (value >= 1 ? value : value === 0 ? 1 : undefined)],
  // −1 leaves it to the epochs.
  ['total_num_steps', 'max_steps', -1, (value) => (value > 0 ? value : undefined)],
]

export const deepspeedSchedulerMismatch = rule({
  id: 'deepspeed/scheduler-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    transformers('src/transformers/integrations/deepspeed.py:169'),
    transformers('src/transformers/integrations/deepspeed.py:231-244'),
  ],
  reads: {
    options: ['training.lr_scheduler_type', 'training.warmup_steps'],
    files: ['deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const [key, argument, own, compared] of pairs) {
          const one = entry(root, 'scheduler', 'params', key)
          const there = one && numberOf(one.value)
          const here = saidByScript(set, argument, own)
          const value = here && compared(here.value)
          if (!one || there === undefined || !here || value === undefined || there === value) continue
          const path = `scheduler.params.${key}`
          yield hit(
            file,
            { path, entry: one },
            { argument, script: value, file: here.file.path, unsaid: here.silent ? argument : '' },
            [{ path: path.split('.'), value: 'auto' }],
          )
        }
      }
    },
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
