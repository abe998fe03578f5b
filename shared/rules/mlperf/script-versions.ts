/** The reference's train.py was written for Transformers 4.38 and does not start on 5. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const mlperfScriptVersions = rule({
  id: 'mlperf/script-versions',
  severity: 'hint',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py'),
    page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/requirements.txt'),
  ],
  reads: {
    options: ['output.trainer'],
  },
  run: {
    check: ({ config }) => (config['output.trainer'] === 'mlperf' ? { pinned: '4.38.1' } : undefined),
    example: { bad: { 'output.trainer': 'mlperf' }, good: { 'output.trainer': 'transformers' } },
  },
})
