/** ZeRO-3 without gathered saving: a script that asks for the weights gets an error after the training. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeed16bitSaveDisabled = rule({
  id: 'deepspeed/16bit-save-disabled',
  severity: 'warning',
  stage: 'later',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/accelerator.py:4087')],
  reads: {
    options: [
      'deepspeed.zero3_save_16bit_model',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
      'method.name',
      'output.trainer',
    ],
  },
  run: {
    // TRL saves adapters through the Trainer, which gathers them itself.
    check: ({ config }) =>
      writesDeepspeed(config) &&
      config['deepspeed.zero_stage'] === 3 &&
      !config['deepspeed.zero3_save_16bit_model'] &&
      (config['method.name'] === 'full' || config['output.trainer'] === 'transformers')
        ? {}
        : undefined,
    fix: () => ({ 'deepspeed.zero3_save_16bit_model': true }),
    example: {
      bad: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.zero3_save_16bit_model': false,
      },
      good: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.zero3_save_16bit_model': true,
      },
    },
  },
})
