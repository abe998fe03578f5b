/** The single-process launcher turns `use_cpu` into a truth value. */

import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const accelerateInvalidUseCpu = fileRule({
  id: 'accelerate/invalid-use-cpu',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/utils/launch.py:160')],
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
})
