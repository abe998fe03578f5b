/** DeepSpeed takes the switch in quotes, and the Trainer finds it different from its own. */
import { transformers } from '../source.ts'
import { jsonsOf } from './deepspeed-json.ts'
import { fileRule } from './file-rule.ts'
import { entry, hit } from './look.ts'
import { stringOf, truthOf } from './python.ts'

export const precisionSwitchInQuotes = fileRule({
  id: 'precision-switch-in-quotes',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [transformers('src/transformers/integrations/deepspeed.py:181')],
  *check(set) {
    for (const { file, root } of jsonsOf(set)) {
      for (const name of ['bf16', 'fp16']) {
        const one = entry(root, name, 'enabled')
        const meant = truthOf(stringOf(one?.value) ?? 'auto')
        if (!one || meant === undefined) continue
        yield hit(file, { path: `${name}.enabled`, entry: one }, {}, [{ path: [name, 'enabled'], value: meant }])
      }
    }
  },
  example: {
    bad: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "bf16": {"enabled": "true"}, "train_micro_batch_size_per_gpu": "auto"}\n',
    },
    good: {
      'ds_config.json':
        '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "bf16": {"enabled": true}, "train_micro_batch_size_per_gpu": "auto"}\n',
    },
  },
})
