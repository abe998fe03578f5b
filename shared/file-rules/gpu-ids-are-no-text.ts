/** Accelerate splits `gpu_ids` at commas; a number cannot be split. */
import type { Change } from '../pyyaml/edit.ts'
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, entry, hit } from './look.ts'
import { pythonText, stringOf, typeOf } from './python.ts'

export const gpuIdsAreNoText = fileRule({
  id: 'gpu-ids-are-no-text',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/commands/launch.py:1258')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      const one = entry(root, 'gpu_ids')
      if (!one || stringOf(one.value) !== undefined || typeOf(one.value) === 'null') continue
      const { value } = one
      const ids =
        value.kind === 'sequence'
          ? value.items.map((item) => pythonText(item.value)).join(',')
          : value.kind === 'scalar'
            ? value.text
            : ''
      const fix: Change[] | undefined = /^\d+(,\d+)*$/.test(ids) ? [{ path: ['gpu_ids'], value: ids }] : undefined
      yield hit(file, { path: 'gpu_ids', entry: one }, {}, fix)
    }
  },
  example: {
    bad: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\ngpu_ids: 0\n" },
    good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\ngpu_ids: '0'\n" },
  },
})
