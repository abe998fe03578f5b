/** FSDP2 has no such setting, and drops it. */
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { isTrue, pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const gone = [
  'fsdp_sharding_strategy',
  'fsdp_use_orig_params',
  'fsdp_forward_prefetch',
  'fsdp_backward_prefetch',
  'fsdp_sync_module_states',
]

export const fsdpFsdp1OnlyKey = rule({
  id: 'fsdp/fsdp1-only-key',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1903')],
  reads: {
    options: ['fsdp.fsdp_use_orig_params'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const version = argument(root, 'fsdp_version')
        if (launcherOf(root) !== 'fsdp' || !version || pythonText(version.entry.value) !== '2') continue
        for (const name of gone) {
          const one = argument(root, name)
          // Both off: the launcher reads the key all the same, and another rule speaks.
          if (!one || (name === 'fsdp_sync_module_states' && !isTrue(one.entry.value))) continue
          yield hit(file, one, {}, [{ path: path(one.path), remove: true }])
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_use_orig_params: true\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
      },
    },
  },
})
