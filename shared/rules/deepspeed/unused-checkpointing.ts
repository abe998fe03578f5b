/** DeepSpeed's own activation checkpointing is configured, and models of Transformers never call it. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, nameOf, spot } from '../../lookup/keys.ts'
import { isTrue } from '../../python/values.ts'
import { deepspeed, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedUnusedCheckpointing = rule({
  id: 'deepspeed/unused-checkpointing',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [
    deepspeed('deepspeed/runtime/activation_checkpointing/checkpointing.py:1162'),
    transformers('src/transformers/modeling_utils.py:3139'),
  ],
  reads: {
    options: ['training.gradient_checkpointing'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const section = entry(root, 'activation_checkpointing')
        if (section?.value.kind !== 'mapping') continue
        // What is off or profiles only is nobody's hope for memory.
        const one = [...section.value.entries.values()].find(
          (each) => nameOf(each) !== 'profile' && nameOf(each) !== 'number_checkpoints' && isTrue(each.value),
        )
        if (one) yield { spot: spot(file, 'activation_checkpointing', section), facts: { key: nameOf(one) ?? '' } }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "activation_checkpointing": {"partition_activations": true, "cpu_checkpointing": true}}\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}}\n',
      },
    },
  },
})
