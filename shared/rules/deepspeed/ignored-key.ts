/** A top-level key that DeepSpeed never looks at. */
import { nearest } from '../../config.ts'
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, nameOf, spot } from '../../lookup/keys.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { deepspeed } from '../../source.ts'
import { tool } from '../../tools/index.ts'
import { deepspeedKeys } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const deepspeedIgnoredKey = rule({
  id: 'deepspeed/ignored-key',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [deepspeed('deepspeed/runtime/config.py:796')],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      const release = tool('deepspeed').release(set.versions.deepspeed)
      const known = deepspeedKeys(set.versions.deepspeed)
      const removed = release.section('config')?.removed ?? {}
      for (const { file, root } of jsonsOf(set)) {
        for (const one of root.entries.values()) {
          const name = nameOf(one)
          if (name === undefined || known.has(name) || Object.hasOwn(removed, name) || name.startsWith('_')) continue
          const meant = nearest(name, [...known])[0]
          const fix: Change[] | undefined =
            meant === undefined || entry(root, meant) ? undefined : [{ path: [name], rename: meant }]
          yield { spot: spot(file, name, one), facts: { key: name, meant: meant ?? '' }, ...(fix && { fix }) }
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "steps_per_prnt": 10, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "steps_per_print": 10, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
