/** DeepSpeed's accumulation and the script's must be the same, or the Trainer stops. */
import { toldDeepspeed, toldScript } from '../../lookup/stated-values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedAccumulationMismatch = rule({
  id: 'deepspeed/accumulation-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:147')],
  reads: {
    options: ['deepspeed.gradient_accumulation_steps'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const [there, here] = [
        toldDeepspeed(set, 'gradient_accumulation_steps'),
        toldScript(set, 'training.gradient_accumulation_steps', 1),
      ]
      if (!there || !here || there.value === here.value) return
      yield {
        spot: there.spot,
        facts: {
          key: there.spot.key,
          value: there.value,
          script: here.value,
          file: here.spot.file.path,
          unsaid: here.silent ? 'gradient_accumulation_steps' : '',
        },
      }
    },
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
