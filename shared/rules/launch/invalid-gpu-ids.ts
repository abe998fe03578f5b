/** Accelerate splits `gpu_ids` at commas; a number cannot be split. */
import { argument, hit, launchedOf, path } from '../../lookup/keys.ts'
import { pythonText, stringOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchInvalidGpuIds = rule({
  id: 'launch/invalid-gpu-ids',
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
        const found = argument(root, 'gpu_ids')
        if (!found || stringOf(found.entry.value) !== undefined || typeOf(found.entry.value) === 'null') continue
        const { value } = found.entry
        const ids =
          value.kind === 'sequence'
            ? value.items.map((item) => pythonText(item.value)).join(',')
            : value.kind === 'scalar'
              ? value.text
              : ''
        const fix: Change[] | undefined = /^\d+(,\d+)*$/.test(ids)
          ? [{ path: path(found.path), value: ids }]
          : undefined
        yield hit(file, found, {}, fix)
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\ngpu_ids: 0\n" },
      good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\ngpu_ids: '0'\n" },
    },
  },
})
