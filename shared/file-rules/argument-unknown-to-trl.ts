/** An argument that `trl sft` does not have: it stops before it begins. */
import { nearest } from '../config.ts'
import type { Change } from '../pyyaml/edit.ts'
import { trl } from '../source.ts'
import { told } from './arguments.ts'
import { fileRule } from './file-rule.ts'
import { given } from './look.ts'
import { launcherFlags, trlArguments, writtenFlags } from './names.ts'

/** Names of older releases, also those that the readers still understand, and what they are called now. */
const renamed: Readonly<Record<string, string>> = {
  evaluation_strategy: 'eval_strategy',
  max_seq_length: 'max_length',
  no_cuda: 'use_cpu',
  per_gpu_eval_batch_size: 'per_device_eval_batch_size',
  per_gpu_train_batch_size: 'per_device_train_batch_size',
  torch_dtype: 'dtype',
  use_liger: 'use_liger_kernel',
  // Below 1 it is a share of all steps, which is what a ratio is.
  warmup_ratio: 'warmup_steps',
}

export const argumentUnknownToTrl = fileRule({
  id: 'argument-unknown-to-trl',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  versions: { trl: '>=1.0.0' },
  sources: [
    trl('trl/scripts/sft.py'),
    trl('trl/scripts/utils.py'),
    trl('trl/trainer/model_config.py'),
    trl('trl/trainer/sft_config.py'),
  ],
  *check({ files }) {
    for (const file of files) {
      const shell = file.reading.kind === 'launch-script' && file.reading.answers['output.script'] === 'trl sft'
      if (file.reading.kind !== 'trl' && !shell) continue
      for (const [key, meant] of Object.entries(renamed)) {
        const one = told(file, key)
        if (!one) continue
        const fix: Change[] | undefined = !shell && !told(file, meant) ? [{ path: [key], rename: meant }] : undefined
        yield { spot: one.spot, facts: { key, meant }, ...(fix && { fix }) }
      }
      for (const one of file.reading.unknown) {
        const key = one.path.split('.')[0] as string
        if (
          trlArguments.has(key) ||
          Object.hasOwn(renamed, key) ||
          launcherFlags.has(key) ||
          (!shell && key === 'datasets') ||
          ['env', 'config', 'accelerate_config'].includes(key)
        )
          continue
        if (shell && writtenFlags.has(key)) continue
        yield { spot: given(file, one), facts: { key, meant: nearest(key, [...trlArguments])[0] ?? '' } }
      }
    }
  },
  example: {
    bad: {
      'train.yaml':
        'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nevaluation_strategy: steps\nwarmup_ratio: 0.03\n',
    },
    good: {
      'train.yaml':
        'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\neval_strategy: steps\nwarmup_steps: 0.03\n',
    },
  },
})
