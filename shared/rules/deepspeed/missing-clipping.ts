/** A DeepSpeed JSON without clipping means DeepSpeed's own threshold, whatever the script says. */
import { deepspeed, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingClipping = rule({
  id: 'deepspeed/missing-clipping',
  severity: 'warning',
  about: [
    'output.deepspeed_gradient_clipping',
    'training.max_grad_norm',
    'output.trainer',
    'deepspeed.deepspeed_config_file',
    'accelerate.distributed_type',
  ],
  // Before, a missing key meant no clipping.
  versions: { deepspeed: '>=0.19.3' },
  sources: [
    deepspeed('deepspeed/runtime/constants.py:261'),
    transformers('src/transformers/integrations/deepspeed.py:157'),
  ],
  seen: 'never',
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
})
