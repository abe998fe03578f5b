/** Comments, commas at the end or a byte order mark: Hjson reads them, Accelerate and the Trainer do not. */
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const jsonNonStandardSyntax = rule({
  id: 'json/non-standard-syntax',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/deepspeed.py:132'), deepspeed('deepspeed/runtime/config.py:699')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        const [one] = file.reading.findings.filter(({ problem }) => problem === 'not-json')
        if (!one || file.reading.document?.refused) continue
        yield {
          spot: { file, key: '', at: one.at, end: one.at.offset + 1 },
          // What stands there needs no translation.
          facts: { line: one.at.line, found: /^(\/[/*]|#|,)/.exec(file.text.slice(one.at.offset))?.[0] ?? 'U+FEFF' },
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{\n  // shard the weights\n  "zero_optimization": {"stage": 3},\n  "gradient_clipping": "auto",\n  "train_micro_batch_size_per_gpu": "auto"\n}\n',
      },
      good: {
        'ds_config.json':
          '{\n  "zero_optimization": {"stage": 3},\n  "gradient_clipping": "auto",\n  "train_micro_batch_size_per_gpu": "auto"\n}\n',
      },
    },
  },
})
