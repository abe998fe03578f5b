/** DeepSpeed's clipping and the script's must be the same, or the Trainer stops. */
import { mismatchesAnywhere } from '../../lookup/compared-values.ts'
import { sourcesAbout } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

export const deepspeedClippingMismatch = rule({
  id: 'deepspeed/clipping-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: sourcesAbout('clipping'),
  reads: {
    options: ['deepspeed.gradient_clipping'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    check: (set) => mismatchesAnywhere(set, 'clipping'),
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 0.3\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True --max_grad_norm 1.0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 0.3\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True --max_grad_norm 0.3\n',
      },
    },
  },
})
