/** An argument that `trl sft` does not have: it stops before it begins. */
import { nearest } from '../config.ts'
import { trl } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { given } from './look.ts'
import { launcherFlags, trlArguments, writtenFlags } from './names.ts'

export const argumentUnknownToTrl = fileRule({
  id: 'argument-unknown-to-trl',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [trl('trl/scripts/sft.py'), trl('trl/scripts/utils.py')],
  *check({ files }) {
    for (const file of files) {
      const shell = file.reading.kind === 'launch-script' && file.reading.answers['output.script'] === 'trl sft'
      if (file.reading.kind !== 'trl' && !shell) continue
      for (const one of file.reading.unknown) {
        const name = one.path.split('.')[0] as string
        if (
          trlArguments.has(name) ||
          launcherFlags.has(name) ||
          (!shell && name === 'datasets') ||
          ['env', 'config', 'accelerate_config'].includes(name)
        )
          continue
        if (shell && writtenFlags.has(name)) continue
        yield { spot: given(file, one), facts: { key: name, meant: nearest(name, [...trlArguments])[0] ?? '' } }
      }
    }
  },
  example: {
    bad: {
      'train.yaml':
        'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nevaluation_strategy: steps\n',
    },
    good: {
      'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\neval_strategy: steps\n',
    },
  },
})
