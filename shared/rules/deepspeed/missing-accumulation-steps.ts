/** A DeepSpeed JSON without accumulation means 1, whatever the script says. */
import { accelerate, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingAccumulationSteps = rule({
  id: 'deepspeed/missing-accumulation-steps',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1274'),
    transformers('src/transformers/integrations/deepspeed.py:147'),
  ],
  reads: {
    options: [
      'output.deepspeed_gradient_accumulation_steps',
      'training.gradient_accumulation_steps',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
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
        'training.gradient_accumulation_steps': 8,
      },
      good: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'output.deepspeed_json': true,
        'output.deepspeed_gradient_accumulation_steps': 'value',
        'training.gradient_accumulation_steps': 8,
      },
    },
  },
})
