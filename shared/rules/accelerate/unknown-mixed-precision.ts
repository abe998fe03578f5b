/** A precision that Accelerate does not know. */
import { isSlip, nearest } from '../../config.ts'
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { stringOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const known = ['no', 'fp16', 'bf16', 'fp8']

export const accelerateUnknownMixedPrecision = rule({
  id: 'accelerate/unknown-mixed-precision',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:171')],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'mixed_precision')
        if (!one || launcherOf(root) === 'tpu' || ['bool', 'null'].includes(typeOf(one.entry.value))) continue
        const text = stringOf(one.entry.value)
        if (text !== undefined && known.includes(text.toLowerCase())) continue
        const lower = text?.toLowerCase() ?? ''
        const same = ['fp32', 'float32', '32', 'none'].includes(lower)
          ? 'no'
          : ['bfloat16', 'bf16-mixed'].includes(lower)
            ? 'bf16'
            : ['float16', 'half'].includes(lower)
              ? 'fp16'
              : undefined
        const meant = same ?? nearest(lower, known)[0]
        const sure = meant !== undefined && (same !== undefined || isSlip(lower, meant))
        const fix: Change[] | undefined = sure ? [{ path: path(one.path), value: meant }] : undefined
        yield hit(file, one, { meant: meant === 'no' ? "'no'" : (meant ?? '') }, fix)
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bfloat16\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n' },
    },
  },
})
