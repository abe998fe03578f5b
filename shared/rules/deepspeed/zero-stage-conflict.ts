/** Settings of the JSON that exclude a stage of ZeRO. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { type Argument, entry, hit } from '../../lookup/keys.ts'
import { isTrue, numberOf, stringOf } from '../../python/values.ts'
import { deepspeed } from '../../source.ts'
import type { Hit } from '../file-rule.ts'
import { rule } from '../rule.ts'

export const deepspeedZeroStageConflict = rule({
  id: 'deepspeed/zero-stage-conflict',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    deepspeed('deepspeed/runtime/zero/config.py:386-393'),
    deepspeed('deepspeed/runtime/config.py:1028-1031'),
    deepspeed('deepspeed/runtime/engine.py:2069-2071'),
  ],
  reads: {
    options: ['deepspeed.zero_stage'],
    files: ['deepspeed'],
  },
  files: {
    *check(set): Iterable<Hit> {
      for (const { file, root } of jsonsOf(set)) {
        const stage = numberOf(entry(root, 'zero_optimization', 'stage')?.value ?? root) ?? 0
        const at = (...path: readonly string[]): Argument | undefined => {
          const one = entry(root, ...path)
          return one && { path: path.join('.'), entry: one }
        }
        const ratio = at('zero_optimization', 'offload_optimizer', 'ratio')
        const share = ratio && numberOf(ratio.entry.value)
        if (ratio && stage !== 3 && share !== undefined && share < 1)
          yield hit(file, ratio, { stage }, [{ path: ratio.path.split('.'), remove: true }])
        const sum = at('gradient_allreduce_op')
        if (sum && stage === 3 && stringOf(sum.entry.value)?.toLowerCase() === 'sum') yield hit(file, sum, { stage })
        const amp = at('amp', 'enabled')
        if (amp && stage > 0 && isTrue(amp.entry.value))
          yield hit(file, amp, { stage }, [{ path: ['amp', 'enabled'], value: false }])
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2, "offload_optimizer": {"device": "cpu", "ratio": 0.5}}}\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 3, "offload_optimizer": {"device": "cpu", "ratio": 0.5}}}\n',
      },
    },
  },
})
