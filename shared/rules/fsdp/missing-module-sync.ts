/** One process reads the weights, and nobody passes them on. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { isTrue } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpMissingModuleSync = rule({
  id: 'fsdp/missing-module-sync',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:306')],
  reads: {
    options: [
      'fsdp.fsdp_sync_module_states',
      'fsdp.fsdp_cpu_ram_efficient_loading',
      'fsdp.fsdp_version',
      'accelerate.distributed_type',
    ],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['fsdp.fsdp_version'] === 1 &&
      config['fsdp.fsdp_cpu_ram_efficient_loading'] &&
      !config['fsdp.fsdp_sync_module_states']
        ? { key: 'fsdp_sync_module_states', value: false }
        : undefined,
    fix: () => ({ 'fsdp.fsdp_sync_module_states': true }),
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_version': 1, 'fsdp.fsdp_sync_module_states': false },
      good: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_version': 1, 'fsdp.fsdp_sync_module_states': true },
    },
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
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
  },
})
