/** DeepSpeed's clipping and the script's must be the same, or the Trainer stops. */
import { toldDeepspeed, toldScript } from '../../lookup/stated-values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedClippingMismatch = rule({
  id: 'deepspeed/clipping-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:158')],
  reads: {
    options: ['deepspeed.gradient_clipping'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const [there, here] = [toldDeepspeed(set, 'gradient_clipping'), toldScript(set, 'training.max_grad_norm', 1)]
      if (
        !there ||
        !here ||
        there.value === here.value ||
        (there.value === 0 && there.spot.file.reading.kind === 'accelerate')
      )
        return
      yield {
        spot: there.spot,
        facts: {
          key: there.spot.key,
          value: there.value,
          script: here.value,
          file: here.spot.file.path,
          unsaid: here.silent ? 'max_grad_norm' : '',
        },
      }
    },
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
