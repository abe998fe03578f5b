/** The reference's train.py cannot tell its Trainer that DeepSpeed computes in bf16 around fp8. */
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const mlperfScriptFp8 = rule({
  id: 'mlperf/script-fp8',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py', '2026-11-24'),
    transformers('src/transformers/integrations/deepspeed.py:181'),
  ],
  reads: {
    options: ['accelerate.mixed_precision', 'output.trainer', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['output.trainer'] === 'mlperf' &&
      config['accelerate.mixed_precision'] === 'fp8' &&
      config['accelerate.distributed_type'] === 'DEEPSPEED'
        ? {}
        : undefined,
    fix: () => ({ 'accelerate.mixed_precision': 'bf16' }),
    example: {
      bad: {
        'output.trainer': 'mlperf',
        'accelerate.mixed_precision': 'fp8',
        'accelerate.distributed_type': 'DEEPSPEED',
      },
      good: {
        'output.trainer': 'mlperf',
        'accelerate.mixed_precision': 'bf16',
        'accelerate.distributed_type': 'DEEPSPEED',
      },
    },
  },
})
