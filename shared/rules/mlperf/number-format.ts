/** MLPerf lists the formats of numbers that need nobody's approval, and NF4 is not among them. */
import { saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { told } from '../../lookup/script-arguments.ts'
import { rule } from '../rule.ts'

export const mlperfNumberFormat = rule({
  id: 'mlperf/number-format',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(188)],
  reads: {
    options: ['method.name', 'method.quantization'],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const { value, spot } of saidOf(set, 'method.quantization')) {
        if (value !== 'nf4') continue
        // The method stands at the first of the switches that make it.
        const own = ['load_in_4bit', 'quantization_bit']
          .map((name) => told(spot.file, name))
          .find((one) => one !== undefined)
        const place = own?.spot ?? spot
        yield { spot: place, facts: { key: place.key, value } }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-2-70b-hf\ndataset_name: tau/scrolls\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\nmax_length: 8192\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-2-70b-hf\ndataset_name: tau/scrolls\nuse_peft: true\ndtype: bfloat16\nmax_length: 8192\n',
      },
    },
  },
})
