/** FSDP2 has no local state dict. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpLocalStateDict = rule({
  id: 'fsdp/local-state-dict',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2069')],
  reads: {
    options: ['fsdp.fsdp_state_dict_type', 'fsdp.fsdp_version', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['fsdp.fsdp_version'] === 2 &&
      config['fsdp.fsdp_state_dict_type'] === 'LOCAL_STATE_DICT'
        ? {}
        : undefined,
    fix: () => ({ 'fsdp.fsdp_state_dict_type': 'SHARDED_STATE_DICT' }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_state_dict_type': 'LOCAL_STATE_DICT' },
      good: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_state_dict_type': 'SHARDED_STATE_DICT' },
    },
  },
})
