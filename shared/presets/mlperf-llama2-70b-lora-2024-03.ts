/** The same reference as first published on 2024-03-21: the script asked for clipping, the file did not pass it on. */
import { page } from '../source.ts'
import { mlperfLlama270bLora } from './mlperf-llama2-70b-lora.ts'
import { preset } from './preset.ts'

export const mlperfLlama270bLora202403 = preset({
  id: 'mlperf-llama2-70b-lora-2024-03',
  answers: { ...mlperfLlama270bLora.answers, 'output.deepspeed_gradient_clipping': 'absent' },
  sources: [
    page('https://github.com/mlcommons/training/commit/42aaab30'),
    page('https://github.com/mlcommons/training/issues/723'),
    page('https://github.com/mlcommons/training/pull/726'),
  ],
})
