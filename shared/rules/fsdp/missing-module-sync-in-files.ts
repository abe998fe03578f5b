/** Accelerate compares the two keys as they stand in the file, whatever the version of FSDP. */

import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { isTrue } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'
import { fsdpMissingModuleSync } from './missing-module-sync.ts'

export const fsdpMissingModuleSyncInFiles = fileRule({
  id: 'fsdp/missing-module-sync',
  severity: 'error',
  judge: 'launch',
  seen: 'launch',
  sources: [accelerate('src/accelerate/utils/launch.py:306')],
  *check(set) {
    if (fsdpMissingModuleSync.check(set.run)) return
    for (const { file, root } of acceleratesOf(set)) {
      const sync = argument(root, 'fsdp_sync_module_states')
      const loading = argument(root, 'fsdp_cpu_ram_efficient_loading')
      if (launcherOf(root) !== 'fsdp' || !sync || isTrue(sync.entry.value)) continue
      if (loading && !isTrue(loading.entry.value)) continue
      yield hit(file, sync, {}, [{ path: path(sync.path), value: true }])
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_cpu_ram_efficient_loading: true\n  fsdp_sync_module_states: false\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_cpu_ram_efficient_loading: true\n',
    },
  },
})
