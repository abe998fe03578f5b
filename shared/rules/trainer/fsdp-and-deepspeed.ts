/** FSDP asked of the Trainer while DeepSpeed shards already: the Trainer refuses. */
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerFsdpAndDeepspeed = rule({
  id: 'trainer/fsdp-and-deepspeed',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/trainer.py:460-464')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['launch-script', 'axolotl', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'llama-factory', 'launch-script', 'axolotl'])) {
        const one = told(file, 'fsdp')
        // An empty text or list, which is the default.
        if (!one || ['', '[]', '{0}', 'False', 'false'].includes(one.text) || /[$<]/.test(one.text)) continue
        const own = told(file, 'deepspeed')
        const deepspeed = own ? `deepspeed: ${own.text}` : 'distributed_type: DEEPSPEED'
        if (!own && set.run.answers['accelerate.distributed_type'] !== 'DEEPSPEED') continue
        yield { spot: one.spot, facts: { value: one.text, deepspeed } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True --fsdp full_shard\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True\n',
      },
    },
  },
})
