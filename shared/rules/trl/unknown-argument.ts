/** An argument that `trl sft` does not have: it stops before it begins. */
import { nearest } from '../../config.ts'
import { given } from '../../lookup/keys.ts'
import { isTrl, renamed, strangersToTrl, told } from '../../lookup/script-arguments.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { trl } from '../../source.ts'
import { trlArguments } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const trlUnknownArgument = rule({
  id: 'trl/unknown-argument',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  releases: { trl: '>=1.0.0' },
  sources: [
    trl('trl/scripts/sft.py:135'),
    trl('trl/scripts/utils.py:355'),
    trl('trl/trainer/model_config.py:19'),
    trl('trl/trainer/sft_config.py:23'),
  ],
  reads: {
    options: ['training.warmup_steps'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check({ files, versions }) {
      for (const file of files) {
        const shell = file.reading.kind === 'launch-script'
        if (!(shell || file.reading.kind === 'trl') || !isTrl(file)) continue
        for (const [key, meant] of Object.entries(renamed)) {
          const one = told(file, key)
          if (!one) continue
          const fix: Change[] | undefined = !shell && !told(file, meant) ? [{ path: [key], rename: meant }] : undefined
          yield { spot: one.spot, facts: { key, meant }, ...(fix && { fix }) }
        }
        for (const one of strangersToTrl(file, versions)) {
          const key = one.path.split('.')[0] as string
          yield { spot: given(file, one), facts: { key, meant: nearest(key, [...trlArguments(versions)])[0] ?? '' } }
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nevaluation_strategy: steps\nwarmup_ratio: 0.03\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\neval_strategy: steps\nwarmup_steps: 0.03\n',
      },
    },
  },
})
