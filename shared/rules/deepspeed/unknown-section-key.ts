/** DeepSpeed's sections take only the names they know. */
import { nearest } from '../../config.ts'
import { jsonsOf, misfits } from '../../lookup/deepspeed-json.ts'
import { nameOf, path, spot } from '../../lookup/keys.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedUnknownSectionKey = rule({
  id: 'deepspeed/unknown-section-key',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/config_utils.py:110'), deepspeed('deepspeed/runtime/zero/config.py:90')],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const { path: dotted, entry: one, why, names } of misfits(root, set.versions.deepspeed)) {
          if (why !== 'unknown') continue
          const name = nameOf(one) ?? ''
          const meant = nearest(name, names)[0]
          const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(dotted), rename: meant }]
          yield { spot: spot(file, dotted, one), facts: { key: dotted, meant: meant ?? '' }, ...(fix && { fix }) }
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "overlap_com": true}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "overlap_comm": true}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
