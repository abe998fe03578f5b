/** A flag before the script that `accelerate launch` does not have. */
import { nearest } from '../../config.ts'
import { given } from '../../lookup/keys.ts'
import { launcherWords } from '../../lookup/launcher-flags.ts'
import { accelerate } from '../../source.ts'
import { writtenFlags } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const launchUnknownFlag = rule({
  id: 'launch/unknown-flag',
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
      const known = writtenFlags(versions.accelerate)
      for (const file of files) {
        if (file.reading.kind !== 'launch-script') continue
        // Flags of newer releases are options of ours, and so are not among the unknown ones.
        const newer = launcherWords(file).filter(({ path }) => !known.has(path))
        for (const one of [...file.reading.unknown.filter(({ launcher }) => launcher), ...newer]) {
          if (known.has(one.path) || !/^[A-Za-z]\w*$/.test(one.path)) continue
          yield {
            spot: given(file, one),
            facts: {
              flag: `--${one.path}`,
              meant: nearest(one.path, [...known]).map((name) => `--${name}`)[0] ?? '',
            },
          }
        }
      }
    },
    example: {
      bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_proceses 8 train.py\n' },
      good: {
        'launch.sh':
          'accelerate launch $FLAGS --num_processes 8 "$HERE/train.py" --proces_data yes\naccelerate launch eval.py --my_own 1\n',
      },
    },
  },
})
