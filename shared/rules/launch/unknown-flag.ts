/** A flag before the script that the launcher does not have. */
import { nearest } from '../../config.ts'
import { given } from '../../lookup/keys.ts'
import { launcherWords } from '../../lookup/launcher-flags.ts'
import { launcherNames, nameOfOption } from '../../lookup/launcher-names.ts'
import { spotAt } from '../../lookup/started-launches.ts'
import { accelerate } from '../../source.ts'
import { writtenFlags } from '../../tools/names.ts'
import type { Hit, ReadFile, Versions } from '../file-rule.ts'
import { rule } from '../rule.ts'

const factsOf = (launcher: string, name: string, known: Iterable<string>) => ({
  launcher,
  flag: `--${name}`,
  meant: nearest(name, [...known]).map((one) => `--${one}`)[0] ?? '',
})

/** Flags of `torchrun` and `deepspeed`. */
function* ofOthers(file: ReadFile, versions: Versions): Generator<Hit> {
  for (const { launcher, options, command } of file.reading.launches?.launches ?? []) {
    const section = launcherNames(launcher, versions)
    if (!section || command.guessed) continue
    for (const option of options) {
      const { name, word } = option
      if (nameOfOption(section, option) || ['h', 'help', 'use_env'].includes(name)) continue
      if (word.text === undefined || !/^[A-Za-z]\w*$/.test(name)) continue
      const facts = factsOf(launcher.id, name, section.names.keys())
      yield { spot: spotAt(file, name, word.start, word.end), facts }
    }
  }
}

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
            facts: factsOf('accelerate launch', one.path, known),
          }
        }
      }
      for (const file of files) if (file.reading.kind === 'launch-script') yield* ofOthers(file, versions)
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
