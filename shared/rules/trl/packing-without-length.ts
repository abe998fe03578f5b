/** Samples are packed up to a length, and none is given. */
import { entry, spot } from '../../lookup/keys.ts'
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { pythonText, typeOf } from '../../python/values.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlPackingWithoutLength = rule({
  id: 'trl/packing-without-length',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [trl('trl/trainer/sft_trainer.py:1664-1666')],
  reads: {
    options: ['data.sequence_length'],
    files: ['trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl']).filter(isTrl)) {
        const root = file.reading.document?.root
        const length = root ? entry(root, 'max_length') : undefined
        if (!length || !isOn(told(file, 'packing'))) continue
        if (typeOf(length.value) !== 'null' && pythonText(length.value) !== 'None') continue
        yield { spot: spot(file, 'max_length', length), facts: {} }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\npacking: true\nmax_length: null\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\npacking: true\nmax_length: 4096\n',
      },
    },
  },
})
