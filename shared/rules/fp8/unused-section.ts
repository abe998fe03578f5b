/** A recipe for FP8, and a precision that does not use it. */
import { acceleratesOf, argument, entry, spot } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fp8UnusedSection = rule({
  id: 'fp8/unused-section',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:174-178')],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const section = entry(root, 'fp8_config')
        if (section?.value.kind !== 'mapping' || section.value.entries.size === 0) continue
        const precision = argument(root, 'mixed_precision')
        const value = precision ? stringOf(precision.entry.value)?.toLowerCase() : 'no'
        // What is no text has a rule of its own.
        if (value === undefined || value === 'fp8') continue
        yield {
          spot: spot(file, 'fp8_config', section),
          facts: { value },
          fix: [{ path: ['mixed_precision'], value: 'fp8' }],
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\nfp8_config:\n  backend: TE\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n',
      },
    },
  },
})
