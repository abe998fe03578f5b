/** The size from which FSDP wraps a module must be a whole number, without an exponent. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { isWhole, pythonText, stringOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpInvalidMinNumParams = rule({
  id: 'fsdp/invalid-min-num-params',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1930')],
  reads: {
    options: ['fsdp.fsdp_min_num_params'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'fsdp_min_num_params')
        const policy = argument(root, 'fsdp_auto_wrap_policy')
        if (!one || launcherOf(root) !== 'fsdp' || stringOf(policy?.entry.value)?.toUpperCase() !== 'SIZE_BASED_WRAP')
          continue
        const text = pythonText(one.entry.value)
        if (isWhole(text)) continue
        const number = Number(text)
        const fix: Change[] | undefined =
          Number.isInteger(number) && number > 0 ? [{ path: path(one.path), value: number }] : undefined
        yield hit(file, one, {}, fix)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: SIZE_BASED_WRAP\n  fsdp_min_num_params: 100000000.0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: SIZE_BASED_WRAP\n  fsdp_min_num_params: 100000000\n',
      },
    },
  },
})
