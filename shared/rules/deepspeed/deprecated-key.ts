/** A name that DeepSpeed still takes, with a warning. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, spot } from '../../lookup/keys.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

const renamed: Readonly<Record<string, string>> = {
  cpu_offload: 'offload_optimizer',
  cpu_offload_param: 'offload_param',
  cpu_offload_use_pin_memory: 'offload_optimizer',
  stage3_gather_fp16_weights_on_model_save: 'stage3_gather_16bit_weights_on_model_save',
}

export const deepspeedDeprecatedKey = rule({
  id: 'deepspeed/deprecated-key',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [deepspeed('deepspeed/runtime/config_utils.py:70'), deepspeed('deepspeed/runtime/zero/config.py:202')],
  reads: {
    options: ['deepspeed.zero3_save_16bit_model'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const [name, meant] of Object.entries(renamed)) {
          const one = entry(root, 'zero_optimization', name)
          if (!one) continue
          const same = meant.startsWith('stage3') && !entry(root, 'zero_optimization', meant)
          yield {
            spot: spot(file, `zero_optimization.${name}`, one),
            facts: { key: name, meant },
            ...(same && { fix: [{ path: ['zero_optimization', name], rename: meant }] }),
          }
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "stage3_gather_fp16_weights_on_model_save": true}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "stage3_gather_16bit_weights_on_model_save": true}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
