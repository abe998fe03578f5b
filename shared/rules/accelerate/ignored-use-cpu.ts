/** use_cpu reaches the launcher of one process only. */

import { acceleratesOf, argument, entry, hit, path, startsMany } from '../../lookup/keys.ts'
import { isTrue, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const accelerateIgnoredUseCpu = fileRule({
  id: 'accelerate/ignored-use-cpu',
  severity: 'warning',
  judge: 'launch',
  seen: 'never',
  sources: [accelerate('src/accelerate/utils/launch.py:133')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const one = argument(root, 'use_cpu')
      // Another rule speaks of a text.
      if (!one || !startsMany(root) || stringOf(one.entry.value) !== undefined || !isTrue(one.entry.value)) continue
      const type = stringOf(entry(root, 'distributed_type')?.value) ?? ''
      yield hit(file, one, { type }, [{ path: path(one.path), value: false }])
    }
  },
  example: {
    bad: {
      'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\nuse_cpu: true\n',
    },
    good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nmixed_precision: bf16\nuse_cpu: true\n" },
  },
})
