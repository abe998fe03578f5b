/** What is trained is in float16, and fp16 training needs weights in float32: the scaler stops. */
import { argumentFiles, isOn, told } from '../../lookup/script-arguments.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerFloat16Weights = rule({
  id: 'trainer/float16-weights',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [page('https://github.com/huggingface/transformers/issues/23165', '2026-12-01')],
  reads: {
    options: ['lora.modules_to_save', 'method.name', 'training.fp16'],
    files: ['trl', 'launch-script', 'llama-factory'],
  },
  files: {
    *check(set) {
      const whole = set.run.answers['lora.modules_to_save'] != null
      const full = set.run.config['method.name'] === 'full'
      if (!full && !whole) return
      for (const file of argumentFiles(set)) {
        const dtype = told(file, 'dtype') ?? told(file, 'torch_dtype')
        if (!dtype || !/^(?:torch\.)?(?:float16|fp16|half)$/.test(dtype.text) || !isOn(told(file, 'fp16'))) continue
        const key = dtype.spot.key
        yield {
          spot: dtype.spot,
          facts: { key, value: dtype.text, whole: full ? '' : String(set.run.answers['lora.modules_to_save']) },
          ...(file.reading.language === 'yaml' && { fix: [{ path: [key], value: 'float32' }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nlearning_rate: 2.0e-5\ndtype: float16\nfp16: true\nbf16: false\nmax_length: 512\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nlearning_rate: 2.0e-5\ndtype: float32\nfp16: true\nbf16: false\nmax_length: 512\n',
      },
    },
  },
})
