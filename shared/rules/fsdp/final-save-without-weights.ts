/** With a sharded state dict the Trainer's last save writes no weights. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpFinalSaveWithoutWeights = rule({
  id: 'fsdp/final-save-without-weights',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [transformers('src/transformers/trainer.py:3997-4001')],
  reads: {
    options: ['fsdp.fsdp_state_dict_type', 'accelerate.distributed_type', 'output.trainer'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['output.trainer'] === 'trl' &&
      config['fsdp.fsdp_state_dict_type'] === 'SHARDED_STATE_DICT'
        ? {}
        : undefined,
    fix: () => ({ 'fsdp.fsdp_state_dict_type': 'FULL_STATE_DICT' }),
    example: {
      bad: {
        'accelerate.distributed_type': 'FSDP',
        'output.script': 'trl sft',
        'fsdp.fsdp_state_dict_type': 'SHARDED_STATE_DICT',
      },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'output.script': 'trl sft',
        'fsdp.fsdp_state_dict_type': 'FULL_STATE_DICT',
      },
    },
  },
})
