/** A key of a feature that DeepSpeed has removed: the run stops as soon as DeepSpeed reads the JSON. */
import { jsonsOf, removedKeys } from '../../lookup/deepspeed-json.ts'
import { spot } from '../../lookup/keys.ts'
import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedRemovedKey = rule({
  id: 'deepspeed/removed-key',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('deepspeed', '0.19.8', 'deepspeed/runtime/config.py:81-141', '2026-12-01')],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const { path, entry } of removedKeys(root, set.versions.deepspeed)) {
          const key = path.join('.')
          yield {
            spot: spot(file, key, entry),
            facts: { key, release: set.versions.deepspeed },
            fix: [{ path, remove: true }],
          }
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "mics_shard_size": 4}, "sparse_gradients": false, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "zero_hpz_partition_size": 4}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
