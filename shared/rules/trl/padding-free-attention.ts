/** Without padding the samples of a batch are one sequence, and TRL asks for FlashAttention to keep them apart. */
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlPaddingFreeAttention = rule({
  id: 'trl/padding-free-attention',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  releases: { trl: '>=1.0.0' },
  sources: [trl('trl/trainer/sft_trainer.py')],
  reads: {
    options: ['training.attn_implementation'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)) {
        const one = told(file, 'padding_free')
        const attention = told(file, 'attn_implementation')?.text
        // Packing without FlashAttention has a rule of its own.
        if (!isOn(one) || isOn(told(file, 'packing')) || (attention !== undefined && /flash/i.test(attention))) continue
        yield { spot: one.spot, facts: { attention: attention ?? 'sdpa' } }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\npadding_free: true\nmax_length: null\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\npadding_free: true\nmax_length: null\n',
      },
    },
  },
})
