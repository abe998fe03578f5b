/** The single-process launcher turns `use_cpu` into a truth value. */
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateInvalidUseCpu = rule({
  id: 'accelerate/invalid-use-cpu',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:160')],
  reads: {
    options: ['accelerate.use_cpu'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'use_cpu')
        if (!one || launcherOf(root) !== 'simple' || truthOf(pythonText(one.entry.value)) !== undefined) continue
        yield hit(file, one, {}, [{ path: path(one.path), value: false }])
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nuse_cpu: never\n" },
      good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\nuse_cpu: false\n" },
    },
  },
})
