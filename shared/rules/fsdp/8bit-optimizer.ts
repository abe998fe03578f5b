/** The 8-bit optimizers of bitsandbytes do not know FSDP2's tensors, nor FSDP1's on the CPU. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdp8bitOptimizer = rule({
  id: 'fsdp/8bit-optimizer',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://github.com/bitsandbytes-foundation/bitsandbytes/issues/1633', '2026-11-28'),
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/main/src/axolotl/utils/schemas/validation.py'),
  ],
  reads: {
    options: ['training.optim', 'fsdp.fsdp_version', 'fsdp.fsdp_offload_params', 'accelerate.distributed_type'],
  },
  run: {
    check: ({ config }) => {
      const optimizer = config['training.optim']
      if (config['accelerate.distributed_type'] !== 'FSDP' || !/8bit/.test(optimizer)) return undefined
      return config['fsdp.fsdp_version'] === 2 || config['fsdp.fsdp_offload_params'] ? { optimizer } : undefined
    },
    fix: () => ({ 'training.optim': 'adamw_torch_fused' }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'training.optim': 'paged_adamw_8bit' },
      good: { 'accelerate.distributed_type': 'FSDP', 'training.optim': 'adamw_torch_fused' },
    },
  },
})
