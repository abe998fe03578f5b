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
/** What torchrun takes (torch/distributed/run.py of PyTorch 2.13.0). */
const torchruns: Readonly<Record<string, (text: string) => boolean>> = {
  tee: (text) => /^(?:[0-3]|(?:\d:[0-3],)*\d:[0-3])$/.test(text),
  rdzv_backend: (text) => ['static', 'c10d', 'etcd', 'etcd-v2'].includes(text),
  rdzv_conf: (text) => text === '' || text.split(',').every((pair) => /^[^=]+=[^=]*$/.test(pair)),
}
const truths = new Set(['fp8_enable_fsdp_float8_all_gather', 'fp8_pad_inner_dim'])

export const flagValueNotTaken = fileRule({
  id: 'flag-value-not-taken',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/commands/launch.py:140')],
  *check(set) {
    const torchrun = acceleratesOf(set).some(({ root }) => startsMany(root))
    for (const file of set.files) {
      if (file.reading.kind !== 'launch-script') continue
      const words = launcherWords(file)
      for (const one of words) {
        const text = textOf(file, one)
        if (text === undefined || flagsWithoutValue.has(one.path)) continue
        const list = choices[one.path]
        const late = torchruns[one.path]
        const fine = late
          ? // Only torchrun looks at these, and only at the last of each.
            !torchrun || words.some((other) => other.path === one.path && other.at.offset > one.at.offset) || late(text)
          : list
            ? list.includes(text)
            : one.path === 'fp8_override_linear_precision'
              ? text.split(',').every((each) => truthOf(each) !== undefined)
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
