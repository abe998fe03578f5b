/** The same key twice: Python keeps the last one without a word. */
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const filesDuplicateKey = rule({
  id: 'files/duplicate-key',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/commands/config/config_args.py:150'),
    deepspeed('deepspeed/runtime/config_utils.py:205'),
  ],
  reads: {
    options: ['accelerate.debug', 'accelerate.num_processes'],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        for (const one of file.reading.findings) {
          if (one.problem !== 'duplicate-key') continue
          const key = one.detail.replace(/^.*?'(.*)'.*$/s, '$1')
          yield {
            spot: { file, key, at: one.at, end: one.at.offset + key.length },
            facts: { key, line: one.other?.line ?? 1 },
          }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nnum_processes: 2\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
    },
  },
})
