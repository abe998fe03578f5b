/** DDP looks for unused parameters while checkpointing runs parts of the model twice. */
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerFindUnusedParameters = rule({
  id: 'trainer/find-unused-parameters',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [
    transformers('src/transformers/trainer.py:737-743'),
    page('https://github.com/huggingface/transformers/pull/4659', '2026-11-28'),
  ],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['launch-script', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set)) {
        const one = told(file, 'ddp_find_unused_parameters')
        const checkpointing = told(file, 'gradient_checkpointing')
        // TRL checkpoints unless it is told not to.
        if (!isOn(one) || !(checkpointing ? isOn(checkpointing) : isTrl(file))) continue
        const strategy = set.run.answers['accelerate.distributed_type']
        if (strategy === 'DEEPSPEED' || strategy === 'FSDP' || strategy === 'NO') continue
        yield {
          spot: one.spot,
          facts: {},
          ...(file.reading.language === 'yaml' && { fix: [{ path: ['ddp_find_unused_parameters'], value: false }] }),
        }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --multi_gpu --num_processes 8 train.py --gradient_checkpointing True --ddp_find_unused_parameters True\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --multi_gpu --num_processes 8 train.py --gradient_checkpointing True --ddp_find_unused_parameters False\n',
      },
    },
  },
})
