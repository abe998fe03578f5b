/** A DeepSpeed JSON that does not say how many steps are accumulated means one. */
import { accelerate, transformers } from '../source.ts'
import { rule } from './rule.ts'

export const accumulationMissingFromTheJson = rule({
  id: 'accumulation-missing-from-the-json',
  severity: 'error',
  about: [
    'output.deepspeed_gradient_accumulation_steps',
    'training.gradient_accumulation_steps',
    'deepspeed.deepspeed_config_file',
    'accelerate.distributed_type',
  ],
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1274'),
    transformers('src/transformers/integrations/deepspeed.py:147'),
  ],
  seen: 'late',
  check: ({ config }) =>
    config['accelerate.distributed_type'] === 'DEEPSPEED' &&
    config['deepspeed.deepspeed_config_file'] === 'ds_config.json' &&
    config['output.deepspeed_gradient_accumulation_steps'] === 'absent' &&
    config['training.gradient_accumulation_steps'] !== 1
      ? { steps: config['training.gradient_accumulation_steps'] }
      : undefined,
  fix: () => ({ 'output.deepspeed_gradient_accumulation_steps': null }),
  example: {
    bad: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'output.deepspeed_json': true,
      'output.deepspeed_gradient_accumulation_steps': 'absent',
      'training.gradient_accumulation_steps': 4,
    },
    good: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'output.deepspeed_json': true,
      'training.gradient_accumulation_steps': 4,
    },
  },
})
