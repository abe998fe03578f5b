/** Tensor or context parallelism beside plain replicas has no sharded dimension to live in. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismReplicasWithoutShards = rule({
  id: 'parallelism/replicas-without-shards',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/parallelism_config.py:336-341')],
  reads: {
    options: [
      'parallelism.parallelism_config_dp_replicate_size',
      'parallelism.parallelism_config_dp_shard_size',
      'parallelism.parallelism_config_tp_size',
      'parallelism.parallelism_config_cp_size',
    ],
  },
  run: {
    check: ({ config }) =>
      (config['parallelism.parallelism_config_tp_size'] > 1 || config['parallelism.parallelism_config_cp_size'] > 1) &&
      config['parallelism.parallelism_config_dp_replicate_size'] > 1 &&
      config['parallelism.parallelism_config_dp_shard_size'] === 1
        ? { replicas: config['parallelism.parallelism_config_dp_replicate_size'] }
        : undefined,
    fix: ({ config }) => ({
      'parallelism.parallelism_config_dp_shard_size': config['parallelism.parallelism_config_dp_replicate_size'],
      'parallelism.parallelism_config_dp_replicate_size': 1,
    }),
    example: {
      bad: { 'parallelism.parallelism_config_tp_size': 2, 'parallelism.parallelism_config_dp_replicate_size': 4 },
      good: { 'parallelism.parallelism_config_tp_size': 2, 'parallelism.parallelism_config_dp_shard_size': 4 },
    },
  },
})
