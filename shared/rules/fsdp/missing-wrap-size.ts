/** Wrapping by size, from a size of nothing on, is no wrapping. */
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { numberOf, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpMissingWrapSize = rule({
  id: 'fsdp/missing-wrap-size',
  severity: 'warning',
  stage: 'worker',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2102-2107')],
  reads: {
    options: ['fsdp.fsdp_min_num_params'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const [policy, size] = [argument(root, 'fsdp_auto_wrap_policy'), argument(root, 'fsdp_min_num_params')]
        if (launcherOf(root) !== 'fsdp' || !size) continue
        if (stringOf(policy?.entry.value)?.toUpperCase() !== 'SIZE_BASED_WRAP') continue
        if ((numberOf(size.entry.value) ?? 1) > 0) continue
        yield hit(file, size, {}, [{ path: path(size.path), value: 100_000_000 }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: SIZE_BASED_WRAP\n  fsdp_min_num_params: 0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: SIZE_BASED_WRAP\n  fsdp_min_num_params: 100000000\n',
      },
    },
  },
})
