/** A file that another one names does not exist. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { given } from './look.ts'

export const namedFileIsNotThere = fileRule({
  id: 'named-file-is-not-there',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [
    accelerate('src/accelerate/utils/deepspeed.py:135'),
    accelerate('src/accelerate/commands/config/config_args.py:45'),
  ],
  *check({ files, exists }) {
    for (const file of files) {
      for (const one of file.reading.references) {
        // A JSON may also be given as base64 text.
        if (one.file === 'none' || one.file === '' || exists(one.file, file.path) !== false) continue
        yield { spot: given(file, one), facts: { file: one.file, kind: one.kind } }
      }
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: not-there.json\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
    },
  },
})
