/** The launcher takes a text for true and lets it pass; every worker reads it and keeps its own weights. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, stringOf, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpQuotedModuleSync = rule({
  id: 'fsdp/quoted-module-sync',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:306'), accelerate('src/accelerate/utils/dataclasses.py:1903')],
  reads: {
    options: ['fsdp.fsdp_sync_module_states'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const sync = argument(root, 'fsdp_sync_module_states')
        const loading = argument(root, 'fsdp_cpu_ram_efficient_loading')
        const version = argument(root, 'fsdp_version')
        if (launcherOf(root) !== 'fsdp' || !sync || truthOf(stringOf(sync.entry.value) ?? 'true') !== false) continue
        if (version && pythonText(version.entry.value).trim() === '2') continue
        if (loading && truthOf(pythonText(loading.entry.value)) !== true) continue
        yield hit(file, sync, {}, [{ path: path(sync.path), value: true }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          "distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_use_orig_params: true\n  fsdp_cpu_ram_efficient_loading: true\n  fsdp_sync_module_states: 'false'\n",
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_use_orig_params: true\n  fsdp_cpu_ram_efficient_loading: true\n  fsdp_sync_module_states: true\n',
      },
    },
  },
})
