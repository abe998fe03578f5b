/** A clipping threshold of 0 never reaches DeepSpeed from the Accelerate file, and DeepSpeed then clips at 1.0. */
import { inlineDeepspeed } from '../../lookup/run.ts'
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedZeroClippingIgnored = rule({
  id: 'deepspeed/zero-clipping-ignored',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  // Before, a missing key meant no clipping.
  releases: { deepspeed: '>=0.19.3' },
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1321'), deepspeed('deepspeed/runtime/constants.py:261')],
  reads: {
    options: [
      'training.max_grad_norm',
      'accelerate.distributed_type',
      'deepspeed.deepspeed_config_file',
      'output.deepspeed_gradient_clipping',
      'output.trainer',
    ],
  },
  run: {
    // The MLPerf reference pins DeepSpeed 0.13.2, where a missing key still means "no clipping".
    check: ({ config }) =>
      inlineDeepspeed(config) &&
      config['training.max_grad_norm'] === 0 &&
      config['output.deepspeed_gradient_clipping'] === 'value' &&
      config['output.trainer'] !== 'mlperf'
        ? { instead: 1 }
        : undefined,
    fix: () => ({ 'output.deepspeed_json': true }),
    example: {
      bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'training.max_grad_norm': 0 },
      good: { 'accelerate.distributed_type': 'DEEPSPEED', 'training.max_grad_norm': 0, 'output.deepspeed_json': true },
    },
  },
})
