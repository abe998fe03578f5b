/** A DeepSpeed JSON without clipping means DeepSpeed's own threshold, whatever the script says. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { beginning, entry } from '../../lookup/keys.ts'
import { deepspeed, transformers } from '../../source.ts'
import { satisfies } from '../../versions.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingClipping = rule({
  id: 'deepspeed/missing-clipping',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    deepspeed('deepspeed/runtime/constants.py:261'),
    transformers('src/transformers/integrations/deepspeed.py:157'),
  ],
  reads: {
    options: [
      'output.deepspeed_gradient_clipping',
      'training.max_grad_norm',
      'output.trainer',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
    files: ['deepspeed'],
  },
  run: {
    // The MLPerf reference pins DeepSpeed 0.13.2, where a missing key means "no clipping": a rule of its own.
    check: ({ config }) => {
      const norm = config['training.max_grad_norm']
      return config['accelerate.distributed_type'] === 'DEEPSPEED' &&
        config['deepspeed.deepspeed_config_file'] === 'ds_config.json' &&
        config['output.deepspeed_gradient_clipping'] === 'absent' &&
        config['output.trainer'] !== 'mlperf' &&
        norm !== 1
        ? { instead: 1 }
        : undefined
    },
    fix: () => ({ 'output.deepspeed_gradient_clipping': null }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.deepspeed_json': true,
        'output.deepspeed_gradient_clipping': 'absent',
        'training.max_grad_norm': 0.3,
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.deepspeed_json': true,
        'output.deepspeed_gradient_clipping': 'auto',
        'training.max_grad_norm': 0.3,
      },
    },
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        if (entry(root, 'gradient_clipping') || !entry(root, 'zero_optimization')) continue
        yield {
          spot: beginning(file, 'gradient_clipping'),
          // Before 0.19.3 a missing key meant no clipping.
          facts: { instead: satisfies(set.versions.deepspeed, '>=0.19.3') ? 1 : 0 },
          fix: [{ path: ['gradient_clipping'], value: 'auto' }],
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
