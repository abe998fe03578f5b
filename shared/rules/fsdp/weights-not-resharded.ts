/** A sharding that cuts only what trains, or puts weights together for longer than a layer needs them. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpWeightsNotResharded = rule({
  id: 'fsdp/weights-not-resharded',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('docs/source/concept_guides/fsdp1_vs_fsdp2.md')],
  reads: {
    options: [
      'fsdp.fsdp_reshard_after_forward',
      'fsdp.fsdp_sharding_strategy',
      'fsdp.fsdp_version',
      'accelerate.distributed_type',
      'method.name',
    ],
  },
  run: {
    check: ({ config }) => {
      if (config['accelerate.distributed_type'] !== 'FSDP' || config['method.name'] === 'full') return undefined
      if (config['fsdp.fsdp_version'] === 2)
        return config['fsdp.fsdp_reshard_after_forward']
          ? undefined
          : { setting: 'fsdp_reshard_after_forward: false', instead: 'fsdp_reshard_after_forward: true' }
      const strategy = config['fsdp.fsdp_sharding_strategy']
      return ['NO_SHARD', 'SHARD_GRAD_OP', 'HYBRID_SHARD_ZERO2'].includes(strategy)
        ? { setting: `fsdp_sharding_strategy: ${strategy}`, instead: 'fsdp_sharding_strategy: FULL_SHARD' }
        : undefined
    },
    fix: ({ config }) =>
      config['fsdp.fsdp_version'] === 2
        ? { 'fsdp.fsdp_reshard_after_forward': true }
        : { 'fsdp.fsdp_sharding_strategy': 'FULL_SHARD' },
    example: {
      bad: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_reshard_after_forward': false },
      good: { 'accelerate.distributed_type': 'FSDP', 'fsdp.fsdp_reshard_after_forward': true },
    },
  },
})
