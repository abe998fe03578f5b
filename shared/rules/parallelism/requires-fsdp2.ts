/** FSDP1 cannot be combined with other dimensions. */
import { acceleratesOf, argument, entry, launcherOf, shown, spot } from '../../lookup/keys.ts'
import { pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismRequiresFsdp2 = rule({
  id: 'parallelism/requires-fsdp2',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/parallelism_config.py:384')],
  reads: {
    options: ['fsdp.fsdp_version'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const section = entry(root, 'parallelism_config')
        const version = argument(root, 'fsdp_version')
        if (launcherOf(root) !== 'fsdp' || !section || (version && pythonText(version.entry.value).trim() === '2'))
          continue
        const sizes = ['dp_replicate_size', 'dp_shard_size', 'tp_size', 'cp_size', 'sp_size'].map((name) =>
          argument(root, `parallelism_config_${name}`),
        )
        if (!sizes.some((one) => one && Number(pythonText(one.entry.value)) > 1)) continue
        yield {
          spot: spot(file, 'parallelism_config', section),
          facts: { version: version ? shown(file, version.entry) : 1 },
          fix: [{ path: ['fsdp_config', 'fsdp_version'], value: 2 }],
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\nparallelism_config:\n  parallelism_config_dp_shard_size: 8\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\nparallelism_config:\n  parallelism_config_dp_shard_size: 8\n',
      },
    },
  },
})
