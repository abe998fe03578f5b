/** A `distributed_type` that Accelerate does not know; it is case sensitive. */
import { nearest } from '../../config.ts'
import { fields } from '../../fields/index.ts'
import { acceleratesOf, entry, spot } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateUnknownDistributedType = rule({
  id: 'accelerate/unknown-distributed-type',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/commands/config/config_args.py:169'),
    accelerate('src/accelerate/utils/dataclasses.py:602'),
  ],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const { choices } = fields['accelerate.distributed_type']
      for (const { file, root } of acceleratesOf(set)) {
        const one = entry(root, 'distributed_type')
        const text = stringOf(one?.value)
        if (!one || text === undefined || (choices as readonly string[]).includes(text)) continue
        const meant =
          text === 'TPU'
            ? 'XLA'
            : text === 'DDP' || text === 'GPU'
              ? 'MULTI_GPU'
              : nearest(text.toUpperCase(), choices)[0]
        const fix: Change[] | undefined =
          meant === undefined ? undefined : [{ path: ['distributed_type'], value: meant }]
        yield {
          spot: spot(file, 'distributed_type', one),
          facts: { value: text, meant: meant ?? '' },
          ...(fix && { fix }),
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: DeepSpeed\nnum_processes: 8\n' },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
