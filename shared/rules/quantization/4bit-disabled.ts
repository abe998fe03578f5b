/** How 4-bit weights are stored is said, and nothing that makes the weights 4-bit. */
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantization4bitDisabled = rule({
  id: 'quantization/4bit-disabled',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [trl('trl/trainer/utils.py:236-252')],
  reads: {
    options: ['method.quantization'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const files = argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)
      if (files.some(({ text }) => /\bload_in_4bit\b/.test(text))) return
      for (const file of files) {
        const one = ['bnb_4bit_quant_type', 'bnb_4bit_quant_storage', 'use_bnb_nested_quant']
          .map((name) => told(file, name))
          .find((each) => each !== undefined && (each.spot.key !== 'use_bnb_nested_quant' || isOn(each)))
        if (!one) continue
        yield {
          spot: one.spot,
          facts: { key: one.spot.key },
          ...(file.reading.language === 'yaml' && { fix: [{ path: ['load_in_4bit'], value: true }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nbnb_4bit_quant_type: nf4\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\nbnb_4bit_quant_type: nf4\n',
      },
    },
  },
})
