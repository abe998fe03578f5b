/** A value that the launcher's own parser refuses. */
import { given, launchedOf, startsMany } from '../../lookup/keys.ts'
import { launcherWords, parserTakes, textOf } from '../../lookup/launcher-flags.ts'
import { launcherNames, nameOfOption, takesText } from '../../lookup/launcher-names.ts'
import { launchesOfRun, spotAt } from '../../lookup/started-launches.ts'
import { accelerate } from '../../source.ts'
import { flagsWithoutValue } from '../../tools/names.ts'
import { checkedLater } from '../../tools/torchrun/quirks.ts'
import type { FileSet, Hit } from '../file-rule.ts'
import { rule } from '../rule.ts'

/** Flags of `accelerate launch`. */
function* ofAccelerate(set: FileSet): Generator<Hit> {
  const torchrun = launchedOf(set).some(({ root }) => startsMany(root))
  for (const file of set.files) {
    if (file.reading.kind !== 'launch-script') continue
    const words = launcherWords(file)
    for (const one of words) {
      const text = textOf(file, one)
      if (text === undefined || flagsWithoutValue(set.versions.accelerate).has(one.path)) continue
      const late = Object.hasOwn(checkedLater, one.path) ? checkedLater[one.path]?.takes : undefined
      // Only torchrun looks at these, and only at the last of each.
      const again = words.some((other) => other.path === one.path && other.at.offset > one.at.offset)
      const fine = parserTakes(one.path, text, set.versions.accelerate) && (!late || !torchrun || again || late(text))
      const facts = { flag: `--${one.path}`, value: text, launcher: 'accelerate launch' }
      if (!fine) yield { spot: given(file, one), facts }
    }
  }
}

/** Flags of `accelerate launch` in a script that starts several runs: each launch has its own. */
function* ofSeveral(set: FileSet): Generator<Hit> {
  for (const { file, launch } of launchesOfRun(set)) {
    if (launch.launcher.id !== 'accelerate' || launch.subcommand || launcherWords(file).length > 0) continue
    for (const { name, word, values, texts } of launch.options) {
      const text = texts[0]
      if (text === undefined || values.length === 0 || parserTakes(name, text, set.versions.accelerate)) continue
      const end = values.at(-1)?.end ?? word.end
      const facts = { flag: `--${name}`, value: text, launcher: 'accelerate launch' }
      yield { spot: spotAt(file, name, word.start, end), facts }
    }
  }
}

/** Flags of `torchrun` and `deepspeed`. */
function* ofOthers(set: FileSet): Generator<Hit> {
  for (const { file, launch } of launchesOfRun(set)) {
    const section = launcherNames(launch.launcher, set.versions)
    if (!section) continue
    for (const option of launch.options) {
      const [text] = option.texts
      const name = nameOfOption(section, option)
      if (text === undefined || !name || takesText(launch.launcher, name, text)) continue
      const end = option.values.at(-1)?.end ?? option.word.end
      yield {
        spot: spotAt(file, option.name, option.word.start, end),
        facts: { flag: `--${option.name}`, value: text, launcher: launch.launcher.id },
      }
    }
  }
}

export const launchInvalidFlagValue = rule({
  id: 'launch/invalid-flag-value',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/commands/launch.py:140'),
    ...Object.values(checkedLater).map(({ source }) => source),
  ],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      yield* ofAccelerate(set)
      yield* ofSeveral(set)
      yield* ofOthers(set)
    },
    example: {
      bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes eight train.py\n' },
      good: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes 8 train.py\n' },
    },
  },
})
