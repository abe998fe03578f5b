/** A value that the launcher's own parser refuses. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { given } from './look.ts'
import { numberFlags, wholeFlags } from './names.ts'
import { isNumber, isWhole } from './python.ts'

/** Flags with a list of values (commands/launch.py of Accelerate 1.15.0); they are compared as they stand. */
const choices: Readonly<Record<string, readonly string[]>> = {
  mixed_precision: ['no', 'fp16', 'bf16', 'fp8'],
  dynamo_mode: ['default', 'reduce-overhead', 'max-autotune'],
  fsdp_version: ['1', '2'],
  fp8_backend: ['ao', 'te', 'msamp'],
  fp8_format: ['HYBRID', 'E4M3', 'E5M2'],
  fp8_opt_level: ['O1', 'O2'],
}

export const flagValueNotTaken = fileRule({
  id: 'flag-value-not-taken',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/commands/launch.py:140')],
  *check({ files }) {
    for (const file of files) {
      if (file.reading.kind !== 'launch-script') continue
      const script = file.reading.given.find(({ path: name }) => name === 'script')
      for (const one of [...file.reading.given, ...file.reading.refused]) {
        if (script && one.at.offset >= script.at.offset) continue
        const text = file.text
          .slice(one.valueAt.offset, one.end)
          .replace(/^--?[\w-]+=/, '')
          .replace(/^["']|["']$/g, '')
        if (/[$\x60]/.test(text) || one.valueAt.offset === one.at.offset) continue
        const list = choices[one.path]
        const fine = list
          ? list.includes(text)
          : wholeFlags.has(one.path)
            ? isWhole(text)
            : !numberFlags.has(one.path) || isNumber(text)
        if (!fine) yield { spot: given(file, one), facts: { flag: '--'.concat(one.path), value: text } }
      }
    }
  },
  example: {
    bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes eight train.py\n' },
    good: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes 8 train.py\n' },
  },
})
