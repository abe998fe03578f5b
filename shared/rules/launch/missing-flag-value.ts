/** A flag that wants a value, with the next flag behind it. */
import { given } from '../../lookup/keys.ts'
import { launcherWords } from '../../lookup/launcher-flags.ts'
import { accelerate } from '../../source.ts'
import { flagsWithoutValue } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const launchMissingFlagValue = rule({
  id: 'launch/missing-flag-value',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:140')],
  reads: {
    options: [],
    files: ['launch-script'],
  },
  files: {
    *check({ files, versions }) {
      for (const file of files) {
        if (file.reading.kind !== 'launch-script') continue
        for (const one of launcherWords(file)) {
          const written = file.text.slice(one.at.offset, one.end)
          if (
            flagsWithoutValue(versions.accelerate).has(one.path) ||
            one.valueAt.offset !== one.at.offset ||
            written.includes('=')
          )
            continue
          yield { spot: given(file, one), facts: { flag: `--${one.path}` } }
        }
      }
    },
    example: {
      bad: {
        'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes --num_machines 1 train.py\n',
      },
      good: {
        'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes 8 --num_machines 1 train.py\n',
      },
    },
  },
})
