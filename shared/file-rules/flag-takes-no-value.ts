/** A word behind a switch: Accelerate takes it for the script. */
import { accelerate, page } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { given } from './look.ts'

export const flagTakesNoValue = fileRule({
  id: 'flag-takes-no-value',
  severity: 'error',
  judge: 'training',
  seen: 'worker',
  sources: [
    accelerate('src/accelerate/commands/launch.py:286'),
    page('https://github.com/huggingface/accelerate/issues/2240'),
  ],
  *check({ files }) {
    for (const file of files) {
      const script = file.reading.given.find(({ path: name }) => name === 'script')
      if (file.reading.kind !== 'launch-script' || !script) continue
      const word = file.text.slice(script.valueAt.offset, script.end).replace(/["']/g, '')
      if (!/^(true|false|yes|no|0|1)$/i.test(word)) continue
      yield { spot: given(file, script), facts: { value: word } }
    }
  },
  example: {
    bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --same_network true train.py\n' },
    good: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --same_network train.py\n' },
  },
})
