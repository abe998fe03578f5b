/** `mixed_precision: no` without quotes is the value false. */
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { numberOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateUnquotedMixedPrecision = rule({
  id: 'accelerate/unquoted-mixed-precision',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:169'),
    accelerate('src/accelerate/utils/launch.py:278'),
    page('https://yaml.org/type/bool.html', '2026-11-24'),
  ],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'mixed_precision')
        if (!one || launcherOf(root) === 'tpu' || typeOf(one.entry.value) !== 'bool') continue
        const off = numberOf(one.entry.value) === 0
        const fix: Change[] | undefined = off ? [{ path: path(one.path), value: 'no' }] : undefined
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: no\n' },
      good: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: 'no'\n" },
    },
  },
})
