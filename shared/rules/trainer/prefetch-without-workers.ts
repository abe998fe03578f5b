/** Batches are prepared ahead by other processes, and there are none. */
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerPrefetchWithoutWorkers = rule({
  id: 'trainer/prefetch-without-workers',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/training_args.py:1771')],
  reads: {
    options: [],
    files: ['launch-script', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set)) {
        const one = told(file, 'dataloader_prefetch_factor')
        if (!one || Number(told(file, 'dataloader_num_workers')?.text ?? 0) !== 0) continue
        yield { spot: one.spot, facts: { value: one.text } }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --dataloader_prefetch_factor 4 --bf16 True\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --dataloader_prefetch_factor 4 --dataloader_num_workers 2 --bf16 True\n',
      },
    },
  },
})
