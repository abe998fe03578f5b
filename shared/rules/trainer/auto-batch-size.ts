/** The Trainer cannot look for a batch size that fits while ZeRO stage 3 holds the model. */
import { argumentFiles, isOn, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerAutoBatchSize = rule({
  id: 'trainer/auto-batch-size',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/trainer.py:882-890')],
  reads: {
    options: ['accelerate.distributed_type', 'deepspeed.zero_stage'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const { answers } = set.run
      if (
        answers['deepspeed.zero_stage'] !== 3 ||
        (answers['accelerate.distributed_type'] ?? 'DEEPSPEED') !== 'DEEPSPEED'
      )
        return
      for (const file of argumentFiles(set)) {
        const one = told(file, 'auto_find_batch_size')
        if (isOn(one))
          yield {
            spot: one.spot,
            facts: {},
            ...(file.reading.language === 'yaml' && { fix: [{ path: ['auto_find_batch_size'], value: false }] }),
          }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --bf16 True --auto_find_batch_size True\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 2\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --bf16 True --auto_find_batch_size True\n',
      },
    },
  },
})
