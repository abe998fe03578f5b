/** Clipping given to DeepSpeed's optimizer, which does not take it. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit } from '../../lookup/keys.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMisplacedClipping = rule({
  id: 'deepspeed/misplaced-clipping',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/engine.py:2210-2213'), deepspeed('deepspeed/runtime/config.py:1078-1086')],
  reads: {
    options: ['training.max_grad_norm', 'deepspeed.gradient_clipping'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const one = entry(root, 'optimizer', 'params', 'max_grad_norm')
        if (!one) continue
        const path = 'optimizer.params.max_grad_norm'
        yield hit(file, { path, entry: one }, {}, [{ path: path.split('.'), remove: true }])
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto", "max_grad_norm": 0.3}}}\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": 0.3, "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}}\n',
      },
    },
  },
})
