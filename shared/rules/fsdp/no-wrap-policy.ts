/** Without a wrap policy FSDP gathers the whole model at once. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpNoWrapPolicy = rule({
  id: 'fsdp/no-wrap-policy',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1910')],
  reads: {
    options: ['fsdp.fsdp_auto_wrap_policy', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' && config['fsdp.fsdp_auto_wrap_policy'] === 'NO_WRAP'
        ? {}
        : undefined,
    fix: () => ({ 'fsdp.fsdp_auto_wrap_policy': 'TRANSFORMER_BASED_WRAP' }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_auto_wrap_policy': 'NO_WRAP' },
      good: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_auto_wrap_policy': 'TRANSFORMER_BASED_WRAP' },
    },
  },
})
