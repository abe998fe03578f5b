/** DeepSpeed's settings as flags, beside a JSON that decides them. */
import { acceleratesOf, given, jsonOf } from '../../lookup/keys.ts'
import { launcherWords } from '../../lookup/launcher-flags.ts'
import { accelerate } from '../../source.ts'
import { refusedBesideJson } from '../../tools/accelerate/quirks.ts'
import { rule } from '../rule.ts'

const decided: readonly string[] = refusedBesideJson

export const deepspeedIgnoredFlag = rule({
  id: 'deepspeed/ignored-flag',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1265-1290'),
    accelerate('src/accelerate/utils/dataclasses.py:1507-1532'),
  ],
  reads: {
    options: ['deepspeed.zero_stage'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of set.files) {
        if (file.reading.kind !== 'launch-script') continue
        const words = launcherWords(file)
        const json =
          file.reading.references.find(({ kind, path }) => kind === 'deepspeed' && path === 'deepspeed_config_file')
            ?.file ?? acceleratesOf(set).map(({ root }) => jsonOf(root))[0]
        if (json === undefined) continue
        for (const one of words)
          if (decided.includes(one.path)) yield { spot: given(file, one), facts: { flag: `--${one.path}`, json } }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --use_deepspeed --deepspeed_config_file ds_config.json --zero_stage 2 --num_processes 8 train.py\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --use_deepspeed --deepspeed_config_file ds_config.json --num_processes 8 train.py\n',
      },
    },
  },
})
