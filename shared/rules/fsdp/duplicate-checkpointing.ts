/** Activations recomputed by FSDP and by the Trainer at once: the Trainer refuses. */
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpDuplicateCheckpointing = rule({
  id: 'fsdp/duplicate-checkpointing',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/trainer.py:863-869')],
  reads: {
    options: ['fsdp.fsdp_activation_checkpointing', 'training.gradient_checkpointing', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['fsdp.fsdp_activation_checkpointing'] &&
      config['training.gradient_checkpointing']
        ? {}
        : undefined,
    fix: () => ({ 'fsdp.fsdp_activation_checkpointing': false }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_activation_checkpointing': true },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_activation_checkpointing': true,
        'training.gradient_checkpointing': false,
      },
    },
  },
})
