/** A value that the launcher's own parser refuses. */
import { acceleratesOf, given, startsMany } from '../../lookup/keys.ts'
import { launcherWords, parserTakes, textOf } from '../../lookup/launcher-flags.ts'
import { accelerate } from '../../source.ts'
import { flagsWithoutValue } from '../../tools/names.ts'
import { rule } from '../rule.ts'

/** What torchrun takes (torch/distributed/run.py of PyTorch 2.13.0). */
const torchruns: Readonly<Record<string, (text: string) => boolean>> = {
  tee: (text) => /^(?:[0-3]|(?:\d:[0-3],)*\d:[0-3])$/.test(text),
  rdzv_backend: (text) => ['static', 'c10d', 'etcd', 'etcd-v2'].includes(text),
  max_restarts: (text) => Number(text) >= 0,
  monitor_interval: (text) => Number(text) > 0,
  rdzv_conf: (text) => text === '' || text.split(',').every((pair) => /^[^=]+=[^=]*$/.test(pair)),
}

export const launchInvalidFlagValue = rule({
  id: 'launch/invalid-flag-value',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:140')],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const torchrun = acceleratesOf(set).some(({ root }) => startsMany(root))
      for (const file of set.files) {
        if (file.reading.kind !== 'launch-script') continue
        const words = launcherWords(file)
        for (const one of words) {
          const text = textOf(file, one)
          if (text === undefined || flagsWithoutValue(set.versions.accelerate).has(one.path)) continue
          const late = torchruns[one.path]
          // Only torchrun looks at these, and only at the last of each.
          const again = words.some((other) => other.path === one.path && other.at.offset > one.at.offset)
          const fine =
            parserTakes(one.path, text, set.versions.accelerate) && (!late || !torchrun || again || late(text))
          if (!fine) yield { spot: given(file, one), facts: { flag: '--'.concat(one.path), value: text } }
        }
      }
    },
    example: {
      bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes eight train.py\n' },
      good: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes 8 train.py\n' },
    },
  },
})
