/** Python's `json` does not get past something in the file. */
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const jsonSyntaxError = rule({
  id: 'json/syntax-error',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/deepspeed.py:132'),
    page('https://docs.python.org/3/library/json.html', '2026-11-24'),
  ],
  reads: {
    options: [],
    files: ['deepspeed', 'peft-adapter'],
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        if (file.reading.language !== 'json') continue
        for (const one of file.reading.findings) {
          if (!one.refused || ['character', 'encoding', 'too-deep', 'too-large'].includes(one.problem)) continue
          yield {
            spot: { file, key: '', at: one.at, end: one.at.offset + 1 },
            facts: { line: one.at.line, detail: one.detail },
          }
        }
      }
    },
    example: {
      bad: { 'ds_config.json': '{"zero_optimization": {"stage": 3}, "train_micro_batch_size_per_gpu": }\n' },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3}, "train_micro_batch_size_per_gpu": "auto", "gradient_clipping": "auto", "gradient_accumulation_steps": "auto"}\n',
      },
    },
  },
})
