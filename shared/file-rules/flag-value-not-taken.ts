/** A value that the launcher's own parser refuses. */
import { fields } from '../fields/index.ts'
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { launcherWords, textOf } from './flags.ts'
import { acceleratesOf, given, startsMany } from './look.ts'
import { flagsWithoutValue, numberFlags, wholeFlags } from './names.ts'
import { isNumber, isWhole, truthOf } from './python.ts'

/** Flags with a list of values (commands/launch.py of Accelerate 1.15.0); they are compared as they stand. */
const choices: Readonly<Record<string, readonly string[]>> = {
  mixed_precision: ['no', 'fp16', 'bf16', 'fp8'],
  dynamo_mode: ['default', 'reduce-overhead', 'max-autotune'],
  fsdp_version: ['1', '2'],
  fp8_backend: ['ao', 'te', 'msamp'],
  fp8_format: ['HYBRID', 'E4M3', 'E5M2'],
  fp8_opt_level: ['O1', 'O2'],
  fp8_amax_compute_algo: ['max', 'most_recent'],
  dynamo_backend: fields['dynamo.dynamo_backend'].choices.map((choice) => choice.toLowerCase()),
  parallelism_config_cp_backend: ['torch'],
  parallelism_config_sp_backend: ['deepspeed'],
}
const truths = new Set(['fp8_enable_fsdp_float8_all_gather', 'fp8_pad_inner_dim'])

export const flagValueNotTaken = fileRule({
  id: 'flag-value-not-taken',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/commands/launch.py:140')],
  *check(set) {
    const trees = acceleratesOf(set)
    for (const file of set.files) {
      if (file.reading.kind !== 'launch-script') continue
      for (const one of launcherWords(file)) {
        const text = textOf(file, one)
        if (text === undefined || flagsWithoutValue.has(one.path)) continue
        const list = choices[one.path]
        // Only torchrun looks at these two.
        const torchrun = trees.some(({ root }) => startsMany(root))
        const fine =
          one.path === 'tee'
            ? !torchrun || /^(?:[0-3]|(?:\d:[0-3],)*\d:[0-3])$/.test(text)
            : one.path === 'rdzv_backend'
              ? !torchrun || ['static', 'c10d', 'etcd', 'etcd-v2'].includes(text)
              : list
                ? list.includes(text)
                : truths.has(one.path)
                  ? truthOf(text) !== undefined
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
