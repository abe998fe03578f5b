/** Three truth values are expected, one for each kind of product. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, argument, hit, launcherOf } from './look.ts'
import { stringOf, typeOf } from './python.ts'

export const fp8OverrideIsNoTriple = fileRule({
  id: 'fp8-override-is-no-triple',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/utils/launch.py:92')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const one = argument(root, 'fp8_override_linear_precision')
      const precision = argument(root, 'mixed_precision')
      if (!one || stringOf(precision?.entry.value)?.toLowerCase() !== 'fp8' || launcherOf(root) === 'tpu') continue
      const { value } = one.entry
      if (
        typeOf(value) === 'null' ||
        (value.kind === 'sequence' && value.items.length >= 3) ||
        (stringOf(value)?.length ?? 0) >= 3
      )
        continue
      yield hit(file, one)
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  override_linear_precision: false\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  override_linear_precision: [false, false, false]\n',
    },
  },
})
