/** Every activation of every layer is kept, and a long sequence makes them large. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const memoryCheckpointingDisabled = rule({
  id: 'memory/checkpointing-disabled',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [page('https://arxiv.org/abs/2205.05198'), page('https://arxiv.org/abs/1604.06174')],
  reads: {
    options: [
      'training.gradient_checkpointing',
      'data.sequence_length',
      'fsdp.fsdp_activation_checkpointing',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) => {
      const byFsdp = config['accelerate.distributed_type'] === 'FSDP' && config['fsdp.fsdp_activation_checkpointing']
      return !config['training.gradient_checkpointing'] && !byFsdp && config['data.sequence_length'] >= 4096
        ? { tokens: config['data.sequence_length'] }
        : undefined
    },
    fix: () => ({ 'training.gradient_checkpointing': true }),
    example: {
      bad: { 'training.gradient_checkpointing': false, 'data.sequence_length': 8192 },
      good: { 'training.gradient_checkpointing': true, 'data.sequence_length': 8192 },
    },
  },
})
