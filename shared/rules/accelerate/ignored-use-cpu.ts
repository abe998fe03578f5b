/** use_cpu reaches the launcher of one process only. */
import { acceleratesOf, argument, entry, hit, path, startsMany } from '../../lookup/keys.ts'
import { isTrue, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateIgnoredUseCpu = rule({
  id: 'accelerate/ignored-use-cpu',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:133')],
  reads: {
    options: ['accelerate.use_cpu'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
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
  },
})
