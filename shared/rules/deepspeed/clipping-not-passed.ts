/** The reference's script asks for clipping, and nothing tells DeepSpeed, which alone would do it. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedClippingNotPassed = rule({
  id: 'deepspeed/clipping-not-passed',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    page('https://github.com/mlcommons/training/issues/723'),
    page('https://github.com/huggingface/accelerate/pull/2649'),
  ],
  reads: {
    options: [
      'output.deepspeed_gradient_clipping',
      'training.max_grad_norm',
      'output.trainer',
      'accelerate.distributed_type',
      'deepspeed.deepspeed_config_file',
    ],
  },
  run: {
    // Only the reference pins an Accelerate in which silence means "off"; since 0.30 it means `auto`.
    check: ({ config }) => {
      const norm = config['training.max_grad_norm']
      return writesDeepspeed(config) &&
        config['output.trainer'] === 'mlperf' &&
        config['output.deepspeed_gradient_clipping'] === 'absent' &&
        norm > 0
        ? { norm }
        : undefined
    },
    fix: () => ({ 'output.deepspeed_gradient_clipping': null }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.trainer': 'mlperf',
        'output.deepspeed_gradient_clipping': 'absent',
        'training.max_grad_norm': 0.3,
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.trainer': 'transformers',
        'output.deepspeed_gradient_clipping': 'absent',
        'training.max_grad_norm': 0.3,
      },
    },
  },
})
