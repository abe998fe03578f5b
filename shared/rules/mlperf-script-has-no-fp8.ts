/** Under DeepSpeed the Trainer must be told about the 16-bit half of fp8, and the reference's script cannot pass it on. */
import { page, transformers } from '../source.ts'
import { rule } from './rule.ts'

export const mlperfScriptHasNoFp8 = rule({
  id: 'mlperf-script-has-no-fp8',
  severity: 'error',
  about: ['accelerate.mixed_precision', 'output.trainer', 'accelerate.distributed_type'],
  sources: [
    transformers('src/transformers/integrations/deepspeed.py:181'),
    page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py'),
  ],
  seen: 'late',
  check: ({ config }) =>
    config['output.trainer'] === 'mlperf' &&
    config['accelerate.mixed_precision'] === 'fp8' &&
    config['accelerate.distributed_type'] === 'DEEPSPEED'
      ? {}
      : undefined,
  fix: () => ({ 'accelerate.mixed_precision': 'bf16' }),
  example: {
    bad: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'accelerate.mixed_precision': 'fp8',
      'output.trainer': 'mlperf',
    },
    good: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'accelerate.mixed_precision': 'bf16',
      'output.trainer': 'mlperf',
    },
  },
})
