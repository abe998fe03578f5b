/** zero3_init_flag does nothing for a quantized model: every card loads all of it first. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantizationZeroInitSkipped = rule({
  id: 'quantization/zero-init-skipped',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [
    transformers('src/transformers/modeling_utils.py:1440'),
    page('https://huggingface.co/docs/peft/accelerate/deepspeed'),
  ],
  reads: {
    options: [
      'deepspeed.zero3_init_flag',
      'method.quantization',
      'method.name',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      writesDeepspeed(config) &&
      config['deepspeed.zero_stage'] === 3 &&
      config['deepspeed.zero3_init_flag'] &&
      config['method.name'] !== 'full' &&
      config['method.quantization'] !== 'none'
        ? { quantization: config['method.quantization'] }
        : undefined,
    fix: () => ({ 'deepspeed.zero3_init_flag': false }),
    example: {
      bad: {
        'accelerate.distributed_type': 'DEEPSPEED',
        'method.name': 'qlora',
        'deepspeed.zero3_init_flag': true,
      },
      good: { 'accelerate.distributed_type': 'DEEPSPEED', 'method.name': 'qlora' },
    },
  },
})
