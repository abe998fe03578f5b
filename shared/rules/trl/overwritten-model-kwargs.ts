/** TRL's own script fills model_init_kwargs itself, and what the file says there is lost. */
import { argumentFiles, isTrl, told } from '../../lookup/script-arguments.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlOverwrittenModelKwargs = rule({
  id: 'trl/overwritten-model-kwargs',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [trl('trl/scripts/sft.py:70-75')],
  reads: {
    options: [],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)) {
        const one = told(file, 'model_init_kwargs')
        if (one) yield { spot: one.spot, facts: {} }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nmodel_init_kwargs:\n  attn_implementation: flash_attention_2\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\n',
      },
    },
  },
})
