/** A block of the JSON that holds no keys. */
import { accelerate, deepspeed } from '../source.ts'
import { jsonsOf } from './deepspeed-json.ts'
import { fileRule } from './file-rule.ts'
import { entry, hit } from './look.ts'
import { typeOf } from './python.ts'

export const deepspeedSectionIsNoMapping = fileRule({
  id: 'deepspeed-section-is-no-mapping',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [accelerate('src/accelerate/utils/deepspeed.py:152'), deepspeed('deepspeed/runtime/zero/config.py:60')],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      for (const key of [
        'zero_optimization',
        'zero_optimization.offload_optimizer',
        'zero_optimization.offload_param',
        'fp16',
        'bf16',
      ]) {
        const one = entry(root, ...key.split('.'))
        if (!one || one.value.kind === 'mapping' || (key.endsWith('offload_param') && typeOf(one.value) === 'null'))
          continue
        yield hit(file, { path: key, entry: one })
      }
    }
  },
  example: {
    bad: { 'ds_config.json': '{"zero_optimization": true, "gradient_clipping": "auto", "train_batch_size": "auto"}\n' },
    good: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 1}, "gradient_clipping": "auto", "train_batch_size": "auto"}\n',
    },
  },
})
