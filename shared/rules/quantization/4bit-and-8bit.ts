/** Weights of 4 and of 8 bits at once. */
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { page, trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantization4bitAnd8bit = rule({
  id: 'quantization/4bit-and-8bit',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    trl('trl/trainer/model_config.py:174-176'),
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/main/src/axolotl/utils/schemas/peft.py', '2026-11-28'),
  ],
  reads: {
    options: ['method.quantization'],
    files: ['axolotl', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'axolotl'])) {
        if (file.reading.kind === 'trl' && !isTrl(file)) continue
        const [four, eight] = [told(file, 'load_in_4bit'), told(file, 'load_in_8bit')]
        // axolotl minds only when it is told to use an adapter.
        const adapter = told(file, 'adapter')?.text
        if (file.reading.kind === 'axolotl' && adapter !== 'qlora') continue
        if (!isOn(four) || !isOn(eight)) continue
        yield { spot: eight.spot, facts: {}, fix: [{ path: ['load_in_8bit'], remove: true }] }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\nload_in_8bit: true\n',
      },
      good: {
        'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\n',
      },
    },
  },
})
