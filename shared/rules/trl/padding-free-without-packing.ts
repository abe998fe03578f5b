/** Without padding and without packing TRL cannot hold samples to the length: it refuses. */
import { entry } from '../../lookup/keys.ts'
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { typeOf } from '../../python/values.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlPaddingFreeWithoutPacking = rule({
  id: 'trl/padding-free-without-packing',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  releases: { trl: '>=1.0.0' },
  sources: [trl('trl/trainer/sft_trainer.py:1269-1274')],
  reads: {
    options: ['data.packing'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)) {
        const one = told(file, 'padding_free')
        if (!isOn(one) || isOn(told(file, 'packing'))) continue
        const root = file.reading.document?.root
        const length = root ? entry(root, 'max_length') : undefined
        if ((length && typeOf(length.value) === 'null') || told(file, 'max_length')?.text === 'None') continue
        yield {
          spot: one.spot,
          facts: { length: told(file, 'max_length')?.text ?? '1024' },
          ...(file.reading.language === 'yaml' && { fix: [{ path: ['packing'], value: true }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\npadding_free: true\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\npadding_free: true\npacking: true\n',
      },
    },
  },
})
