/** DeepSpeed's accumulation and the script's must be the same, or the Trainer stops. */
import { mismatchesAnywhere } from '../../lookup/compared-values.ts'
import { sourcesAbout } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

export const deepspeedAccumulationMismatch = rule({
  id: 'deepspeed/accumulation-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: sourcesAbout('accumulation'),
  reads: {
    options: ['deepspeed.gradient_accumulation_steps'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'llama-factory', 'trl'],
  },
  files: {
    check: (set) => mismatchesAnywhere(set, 'accumulation'),
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  gradient_accumulation_steps: 1\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --gradient_accumulation_steps 4\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  gradient_accumulation_steps: 4\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --gradient_accumulation_steps 4\n',
      },
    },
  },
})
