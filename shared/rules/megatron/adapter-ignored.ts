/** Accelerate's Megatron plugin builds a model of its own from the numbers of yours, and the adapter is not in it. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const megatronAdapterIgnored = rule({
  id: 'megatron/adapter-ignored',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/accelerator.py:2560-2574'),
    accelerate('src/accelerate/utils/megatron_lm.py:85-156'),
  ],
  reads: {
    options: ['accelerate.distributed_type', 'method.name'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'MEGATRON_LM' && config['method.name'] !== 'full'
        ? { method: config['method.name'] }
        : undefined,
    fix: () => ({ 'accelerate.distributed_type': 'FSDP' }),
    example: {
      bad: { 'accelerate.distributed_type': 'MEGATRON_LM', 'method.name': 'lora' },
      good: { 'accelerate.distributed_type': 'FSDP', 'method.name': 'lora' },
    },
  },
})
