/** Three truth values are expected, one for each kind of product. */
import { usesFp8 } from '../../lookup/fp8.ts'
import { acceleratesOf, argument, hit, launcherOf } from '../../lookup/keys.ts'
import { pythonText, stringOf, truthOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fp8InvalidOverride = rule({
  id: 'fp8/invalid-override',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:92')],
  reads: {
    options: ['fp8.override_linear_precision'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'fp8_override_linear_precision')
        const precision = argument(root, 'mixed_precision')
        if (!one || stringOf(precision?.entry.value)?.toLowerCase() !== 'fp8' || launcherOf(root) === 'tpu') continue
        const { value } = one.entry
        if (typeOf(value) === 'null') continue
        // The launcher hands on the first three items, or letters, and only Transformer Engine reads them.
        const text = stringOf(value)
        const three =
          value.kind === 'sequence'
            ? value.items.map((item) => pythonText(item.value))
            : text === undefined
              ? []
              : [...text]
        const engine =
          stringOf(argument(root, 'fp8_backend')?.entry.value)?.toUpperCase() === 'TE' &&
          launcherOf(root) !== 'deepspeed' &&
          usesFp8(set, root)
        if (three.length >= 3 && (!engine || three.slice(0, 3).every((one) => truthOf(one) !== undefined))) continue
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
  },
})
