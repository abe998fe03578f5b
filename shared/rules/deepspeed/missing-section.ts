/** DeepSpeed is chosen and nothing is said about it: Accelerate takes stage 2 with defaults. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { acceleratesOf, argument, entry, launcherOf, spot } from '../../lookup/keys.ts'
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedMissingSection = rule({
  id: 'deepspeed/missing-section',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1229-1250'),
    accelerate('src/accelerate/utils/launch.py:565-590'),
  ],
  reads: {
    options: ['accelerate.distributed_type'],
    files: 'any',
  },
  files: {
    *check(set) {
      // The script may bring a JSON of its own.
      const elsewhere =
        jsonsOf(set).length > 0 || argumentFiles(set).some((file) => told(file, 'deepspeed') !== undefined)
      const referred = set.files.some(({ reading }) => reading.references.some(({ kind }) => kind === 'deepspeed'))
      if (elsewhere || referred) return
      for (const { file, root } of acceleratesOf(set)) {
        const type = entry(root, 'distributed_type')
        const section = entry(root, 'deepspeed_config')
        if (launcherOf(root) !== 'deepspeed' || !type) continue
        if (section && !(section.value.kind === 'mapping' && section.value.entries.size === 0)) continue
        if (argument(root, 'zero_stage')) continue
        yield { spot: spot(file, 'distributed_type', type), facts: {} }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\n' },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
