/** Two processes would share one GPU. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, argument, hit, path } from './look.ts'
import { stringOf } from './python.ts'

export const gpuIdTwice = fileRule({
  id: 'gpu-id-twice',
  severity: 'warning',
  judge: 'training',
  seen: 'late',
  sources: [accelerate('src/accelerate/utils/launch.py:262')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const one = argument(root, 'gpu_ids')
      const ids =
        stringOf(one?.entry.value)
          ?.split(',')
          .map((id) => id.trim()) ?? []
      const twice = ids.find((id, place) => ids.indexOf(id) !== place)
      if (!one || twice === undefined) continue
      yield hit(file, one, { id: twice }, [{ path: path(one.path), value: [...new Set(ids)].join(',') }])
    }
  },
  example: {
    bad: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 2\ngpu_ids: '0,1,1'\n" },
    good: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 2\ngpu_ids: '0,1'\n" },
  },
})
