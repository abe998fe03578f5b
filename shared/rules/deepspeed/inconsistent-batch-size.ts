/** The whole batch is micro batch × accumulation × processes, or DeepSpeed stops. */
import { scriptValue } from '../../lookup/compared-values.ts'
import { countOf, jsonsOf } from '../../lookup/deepspeed-json.ts'
import { acceleratesOf, argument, entry, spot } from '../../lookup/keys.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInconsistentBatchSize = rule({
  id: 'deepspeed/inconsistent-batch-size',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/config.py:937')],
  reads: {
    options: ['training.per_device_train_batch_size', 'training.gradient_accumulation_steps'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const all = entry(root, 'train_batch_size')
        const whole = countOf(root, 'train_batch_size')
        if (!all || whole === undefined) continue
        const known = acceleratesOf(set).some((one) => argument(one.root, 'num_processes'))
        const processes = known ? set.run.config['accelerate.num_processes'] : undefined
        // What the JSON leaves to the Trainer is what the script is told.
        const micro =
          countOf(root, 'train_micro_batch_size_per_gpu') ?? scriptValue(set, 'per_device_train_batch_size')?.value
        const steps =
          countOf(root, 'gradient_accumulation_steps') ?? scriptValue(set, 'gradient_accumulation_steps')?.value
        if (micro === undefined || steps === undefined) continue
        const each = micro * steps
        if (processes === undefined ? each > 0 && whole % each === 0 : whole === each * processes) continue
        yield {
          spot: spot(file, 'train_batch_size', all),
          facts: { whole, micro, steps, processes: processes ?? '' },
          fix: [{ path: ['train_batch_size'], value: 'auto' }],
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "train_batch_size": 30, "train_micro_batch_size_per_gpu": 4, "gradient_accumulation_steps": 2}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "train_batch_size": 32, "train_micro_batch_size_per_gpu": 4, "gradient_accumulation_steps": 2}\n',
      },
    },
  },
})
