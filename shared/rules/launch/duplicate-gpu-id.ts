/** PyTorch takes a list with a repeated id for an empty one. */
import { argument, hit, launchedOf, path } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchDuplicateGpuId = rule({
  id: 'launch/duplicate-gpu-id',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:262'),
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/cuda/__init__.py#L922', '2026-11-28'),
  ],
  reads: {
    options: ['accelerate.gpu_ids'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
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
  },
})
