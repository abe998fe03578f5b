/** The new name of the sharding strategy, in a file for FSDP1, which goes by the old name. */
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, stringOf, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const strategies = ['FULL_SHARD', 'SHARD_GRAD_OP', 'NO_SHARD', 'HYBRID_SHARD', 'HYBRID_SHARD_ZERO2']

export const fsdpFsdp2OnlyKey = rule({
  id: 'fsdp/fsdp2-only-key',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/utils/launch.py:313'),
    accelerate('src/accelerate/utils/dataclasses.py:1844-1856'),
  ],
  reads: {
    options: ['fsdp.fsdp_reshard_after_forward', 'fsdp.fsdp_version'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'fsdp_reshard_after_forward')
        const version = argument(root, 'fsdp_version')
        if (launcherOf(root) !== 'fsdp' || !one || (version && pythonText(version.entry.value) !== '1')) continue
        const old = argument(root, 'fsdp_sharding_strategy')
        const used = (old ? pythonText(old.entry.value) : 'FULL_SHARD').toUpperCase()
        const name = stringOf(one.entry.value)?.toUpperCase() ?? ''
        const truth = truthOf(pythonText(one.entry.value))
        const meant = strategies.includes(name)
          ? name
          : truth === undefined
            ? undefined
            : truth
              ? 'FULL_SHARD'
              : 'SHARD_GRAD_OP'
        if (meant === undefined || meant === used) continue
        yield hit(
          file,
          one,
          { used, meant },
          old || !strategies.includes(name) ? undefined : [{ path: path(one.path), rename: 'fsdp_sharding_strategy' }],
        )
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_reshard_after_forward: SHARD_GRAD_OP\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_sharding_strategy: SHARD_GRAD_OP\n',
      },
    },
  },
})
