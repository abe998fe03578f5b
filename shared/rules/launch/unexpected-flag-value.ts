/** A word behind a switch: Accelerate takes it for the script. */
import { given } from '../../lookup/keys.ts'
import { launcherWords } from '../../lookup/launcher-flags.ts'
import { accelerate, page } from '../../source.ts'
import { flagsWithoutValue } from '../../tools/names.ts'
import { rule } from '../rule.ts'

export const launchUnexpectedFlagValue = rule({
  id: 'launch/unexpected-flag-value',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/commands/launch.py:286'),
    page('https://github.com/huggingface/accelerate/issues/2240'),
  ],
  reads: {
    options: ['output.script'],
    files: 'any',
  },
  files: {
    *check({ files, versions }) {
      for (const file of files) {
        const script = [...file.reading.given, ...file.reading.refused].find(({ path: name }) => name === 'script')
        if (file.reading.kind !== 'launch-script' || file.reading.elsewhere || !script) continue
        // `--multi_gpu=true` is refused as it stands.
        const glued = launcherWords(file).find(
          (one) =>
            flagsWithoutValue(versions.accelerate).has(one.path) &&
            file.text.slice(one.at.offset, one.end).includes('='),
        )
        if (glued) {
          const value = file.text.slice(glued.at.offset, glued.end).replace(/^[^=]*=/, '')
          yield { spot: given(file, glued), facts: { value } }
          continue
        }
        const word = file.text.slice(script.valueAt.offset, script.end).replace(/["']/g, '')
        const rest = file.text.slice(script.end).replace(/\\\r?\n/g, ' ')
        // Somewhere behind it stands what was meant to be started.
        const meant = /^[^\n;&|]*\s["']?[\w./${}-]+\.py\b/.test(rest)
        const program = /[/$]|\.[A-Za-z]/.test(word) || launcherWords(file).some((one) => one.path === 'no_python')
        if (!/^(true|false|yes|no|0|1)$/i.test(word) && (program || !meant)) continue
        yield { spot: given(file, script), facts: { value: word } }
      }
    },
    example: {
      bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --same_network true train.py\n' },
      good: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --same_network train.py\n' },
    },
  },
})
