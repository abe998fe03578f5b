/** MLPerf's benchmark is about one model. */
import { exactModel, resolveModel } from '../../catalog/resolve-model.ts'
import { reference, saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { rule } from '../rule.ts'

export const mlperfBaseModel = rule({
  id: 'mlperf/base-model',
  severity: 'error',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(265), reference('README.md')],
  reads: {
    options: ['model.id'],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const { key, value, spot } of saidOf(set, 'model.id')) {
        // What a folder holds nobody can see.
        if (!exactModel(resolveModel(String(value))) || /llama-?2-?70b/i.test(String(value))) continue
        yield { spot, facts: { key, value: String(value) } }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-3.1-70B\ndataset_name: tau/scrolls\nuse_peft: true\ndtype: bfloat16\nmax_length: 8192\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-2-70b-hf\ndataset_name: tau/scrolls\nuse_peft: true\ndtype: bfloat16\nmax_length: 8192\n',
      },
    },
  },
})
