/** DeepSpeed combines `wall_clock_breakdown` with the switch of its profiler. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit, path } from '../../lookup/keys.ts'
import { pythonText, stringOf, truthOf, typeOf } from '../../python/values.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedInvalidBoolean = rule({
  id: 'deepspeed/invalid-boolean',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/config.py:855')],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const key of ['wall_clock_breakdown', 'flops_profiler.enabled']) {
          const one = entry(root, ...path(key))
          // What "auto" is, another rule says.
          if (!one || ['bool', 'int'].includes(typeOf(one.value)) || stringOf(one.value) === 'auto') continue
          const meant = truthOf(pythonText(one.value)) ?? false
          yield hit(file, { path: key, entry: one }, {}, [{ path: path(key), value: meant }])
        }
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
  },
})
