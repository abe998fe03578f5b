/** Several ways of parallelism at once: the keys of `parallelism_config`. */
import { accelerate } from '../source.ts'
import { fsdp2, usesDeepspeed } from './conditions.ts'
import { choice, group, integer, text, toggle } from './field.ts'
import { above, all, any } from './when.ts'

export const parallelism = group('parallelism', {
  parallelism_config_dp_replicate_size: integer({
    default: 1,
    level: 'expert',
    min: 1,
    max: 4096,
    appliesWhen: any(fsdp2, usesDeepspeed),
    emits: {
      accelerate: 'parallelism_config.parallelism_config_dp_replicate_size',
      launch: 'parallelism_config_dp_replicate_size',
    },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_DP_REPLICATE_SIZE',
    sources: [
      accelerate('src/accelerate/commands/launch.py:906'),
      accelerate('src/accelerate/parallelism_config.py:70'),
    ],
  }),
  parallelism_config_dp_shard_size: integer({
    default: 1,
    level: 'expert',
    min: 1,
    max: 4096,
    appliesWhen: any(fsdp2, usesDeepspeed),
    emits: {
      accelerate: 'parallelism_config.parallelism_config_dp_shard_size',
      launch: 'parallelism_config_dp_shard_size',
    },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_DP_SHARD_SIZE',
    sources: [
      accelerate('src/accelerate/commands/launch.py:913'),
      accelerate('src/accelerate/parallelism_config.py:71'),
    ],
  }),
  parallelism_config_tp_size: integer({
    default: 1,
    level: 'expert',
    min: 1,
    max: 4096,
    appliesWhen: any(fsdp2, usesDeepspeed),
    emits: { accelerate: 'parallelism_config.parallelism_config_tp_size', launch: 'parallelism_config_tp_size' },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_TP_SIZE',
    sources: [
      accelerate('src/accelerate/commands/launch.py:920'),
      accelerate('src/accelerate/parallelism_config.py:72'),
    ],
  }),
  parallelism_config_cp_size: integer({
    default: 1,
    level: 'expert',
    min: 1,
    max: 4096,
    appliesWhen: fsdp2,
    emits: { accelerate: 'parallelism_config.parallelism_config_cp_size', launch: 'parallelism_config_cp_size' },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_CP_SIZE',
    sources: [
      accelerate('src/accelerate/commands/launch.py:927'),
      accelerate('src/accelerate/parallelism_config.py:73'),
    ],
  }),
  parallelism_config_cp_backend: choice({
    default: 'torch',
    level: 'known',
    choices: ['torch'],
    appliesWhen: all(fsdp2, above('parallelism.parallelism_config_cp_size', 1)),
    emits: { accelerate: 'parallelism_config.parallelism_config_cp_backend', launch: 'parallelism_config_cp_backend' },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_CP_BACKEND',
    sources: [
      accelerate('src/accelerate/commands/launch.py:934'),
      accelerate('src/accelerate/parallelism_config.py:74'),
    ],
  }),
  parallelism_config_cp_comm_strategy: choice({
    default: 'allgather',
    level: 'expert',
    choices: ['allgather', 'alltoall'],
    appliesWhen: all(fsdp2, above('parallelism.parallelism_config_cp_size', 1)),
    emits: {
      accelerate: 'parallelism_config.parallelism_config_cp_comm_strategy',
      launch: 'parallelism_config_cp_comm_strategy',
    },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_CP_COMM_STRATEGY',
    sources: [
      accelerate('src/accelerate/commands/launch.py:942'),
      accelerate('src/accelerate/utils/dataclasses.py:2230'),
    ],
  }),
  parallelism_config_sp_size: integer({
    default: 1,
    level: 'expert',
    min: 1,
    max: 4096,
    appliesWhen: usesDeepspeed,
    emits: { accelerate: 'parallelism_config.parallelism_config_sp_size', launch: 'parallelism_config_sp_size' },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_SP_SIZE',
    sources: [
      accelerate('src/accelerate/commands/launch.py:949'),
      accelerate('src/accelerate/parallelism_config.py:75'),
    ],
  }),
  parallelism_config_sp_backend: choice({
    default: 'deepspeed',
    level: 'known',
    choices: ['deepspeed'],
    appliesWhen: all(usesDeepspeed, above('parallelism.parallelism_config_sp_size', 1)),
    emits: { accelerate: 'parallelism_config.parallelism_config_sp_backend', launch: 'parallelism_config_sp_backend' },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_SP_BACKEND',
    sources: [
      accelerate('src/accelerate/commands/launch.py:956'),
      accelerate('src/accelerate/parallelism_config.py:76'),
    ],
  }),
  parallelism_config_sp_seq_length: integer({
    default: null,
    level: 'expert',
    min: 1,
    appliesWhen: all(usesDeepspeed, above('parallelism.parallelism_config_sp_size', 1)),
    emits: {
      accelerate: 'parallelism_config.parallelism_config_sp_seq_length',
      launch: 'parallelism_config_sp_seq_length',
    },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_SP_SEQ_LENGTH',
    sources: [
      accelerate('src/accelerate/commands/launch.py:964'),
      accelerate('src/accelerate/utils/dataclasses.py:2254'),
    ],
  }),
  parallelism_config_sp_seq_length_is_variable: toggle({
    default: true,
    level: 'expert',
    appliesWhen: all(usesDeepspeed, above('parallelism.parallelism_config_sp_size', 1)),
    emits: {
      accelerate: 'parallelism_config.parallelism_config_sp_seq_length_is_variable',
      launch: 'parallelism_config_sp_seq_length_is_variable',
    },
    written: 'given',
    honoured: true,
    variable: 'PARALLELISM_CONFIG_SP_SEQ_LENGTH_IS_VARIABLE',
    sources: [
      accelerate('src/accelerate/commands/launch.py:971'),
      accelerate('src/accelerate/utils/dataclasses.py:2260'),
    ],
  }),
  /** DeepSpeed refuses a model that was loaded with another attention than the one it is to divide. */
  parallelism_config_sp_attn_implementation: text({
    default: 'sdpa',
    level: 'known',
    home: { same: 'training.attn_implementation' },
    appliesWhen: all(usesDeepspeed, above('parallelism.parallelism_config_sp_size', 1)),
    emits: {
      accelerate: 'parallelism_config.parallelism_config_sp_attn_implementation',
      launch: 'parallelism_config_sp_attn_implementation',
    },
    honoured: true,
    variable: 'PARALLELISM_CONFIG_SP_ATTN_IMPLEMENTATION',
    sources: [
      accelerate('src/accelerate/commands/launch.py:978'),
      accelerate('src/accelerate/utils/dataclasses.py:2266'),
    ],
  }),
})
