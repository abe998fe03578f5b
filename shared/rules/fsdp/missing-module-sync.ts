/** One process reads the weights, and nobody passes them on. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpMissingModuleSync = rule({
  id: 'fsdp/missing-module-sync',
  severity: 'error',
  about: [
    'fsdp.fsdp_sync_module_states',
    'fsdp.fsdp_cpu_ram_efficient_loading',
    'fsdp.fsdp_version',
    'accelerate.distributed_type',
  ],
  sources: [accelerate('src/accelerate/utils/launch.py:306')],
  seen: 'launch',
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
})
