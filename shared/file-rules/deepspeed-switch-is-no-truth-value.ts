/** DeepSpeed combines `wall_clock_breakdown` with another switch. */
import { deepspeed } from '../source.ts'
import { jsonsOf } from './deepspeed-json.ts'
import { fileRule } from './file-rule.ts'
import { entry, hit } from './look.ts'
import { typeOf } from './python.ts'

export const deepspeedSwitchIsNoTruthValue = fileRule({
  id: 'deepspeed-switch-is-no-truth-value',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [deepspeed('deepspeed/runtime/config.py:855')],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      const one = entry(root, 'wall_clock_breakdown')
      if (!one || ['bool', 'int'].includes(typeOf(one.value))) continue
      yield hit(file, { path: 'wall_clock_breakdown', entry: one }, {}, [
        { path: ['wall_clock_breakdown'], value: false },
      ])
    }
  },
  example: {
    bad: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "wall_clock_breakdown": "false", "train_micro_batch_size_per_gpu": "auto"}\n',
    },
    good: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "wall_clock_breakdown": false, "train_micro_batch_size_per_gpu": "auto"}\n',
    },
  },
})
