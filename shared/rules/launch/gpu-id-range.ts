/** `0-7` counts as one id. */
import { argument, hit, launchedOf, launcherOf } from '../../lookup/keys.ts'
import { numberOf, stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchGpuIdRange = rule({
  id: 'launch/gpu-id-range',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:1258')],
  reads: {
    options: ['accelerate.gpu_ids'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'gpu_ids')
        const text = stringOf(one?.entry.value)
        const machines = argument(root, 'num_machines')
        if (!one || text === undefined || text === 'all' || text.includes(',') || /^\d+$/.test(text)) continue
        if (launcherOf(root) !== 'torchrun' || (machines ? (numberOf(machines.entry.value) ?? 1) : 1) > 1) continue
        const [from, to] = text.split('-').map(Number)
        const ids =
          /^\d+-\d+$/.test(text) && from! < to! && to! < 64
            ? Array.from({ length: to! - from! + 1 }, (_, index) => from! + index).join(',')
            : undefined
        const fix: Change[] | undefined = ids === undefined ? undefined : [{ path: ['gpu_ids'], value: ids }]
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 4\ngpu_ids: '0-3'\n" },
      good: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 4\ngpu_ids: '0,1,2,3'\n" },
    },
  },
})
