/** 8-bit weights of bitsandbytes cannot be flattened and divided. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantizationInt8WithFsdp = rule({
  id: 'quantization/int8-with-fsdp',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://github.com/bitsandbytes-foundation/bitsandbytes/issues/1709'),
    page('https://github.com/huggingface/peft/issues/2833', '2026-11-28'),
  ],
  reads: {
    options: ['method.quantization', 'method.name', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['method.name'] !== 'full' &&
      config['method.quantization'] === 'int8'
        ? {}
        : undefined,
    fix: () => ({ 'method.quantization': 'nf4' }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'method.quantization': 'int8' },
      good: { 'accelerate.distributed_type': 'FSDP', 'method.quantization': 'nf4' },
    },
  },
})
