/** DeepSpeed: the keys of `deepspeed_config`. */
import { accelerate } from '../source.ts'
import { deepspeedOurs, quantized, severalMachines, usesDeepspeed, zeroStage2, zeroStage3 } from './conditions.ts'
import { choice, group, integer, number, text, toggle } from './field.ts'
import { all, any, not, when } from './when.ts'

export const deepspeed = group('deepspeed', {
  zero_stage: choice({
    default: 3,
    absent: 2,
    level: 'basic',
    choices: [0, 1, 2, 3],
    appliesWhen: deepspeedOurs,
    emits: { accelerate: 'deepspeed_config.zero_stage', launch: 'zero_stage', deepspeed: 'zero_optimization.stage' },
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_ZERO_STAGE',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:258'),
      accelerate('src/accelerate/utils/dataclasses.py:1238'),
    ],
  }),
  offload_optimizer_device: choice({
    default: 'none',
    level: 'basic',
    choices: ['none', 'cpu', 'nvme'],
    appliesWhen: zeroStage2,
    emits: {
      accelerate: 'deepspeed_config.offload_optimizer_device',
      launch: 'offload_optimizer_device',
      deepspeed: 'zero_optimization.offload_optimizer.device',
    },
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_OFFLOAD_OPTIMIZER_DEVICE',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:267'),
      accelerate('src/accelerate/utils/dataclasses.py:1241'),
    ],
  }),
  offload_param_device: choice({
    default: 'none',
    level: 'basic',
    choices: ['none', 'cpu', 'nvme'],
    appliesWhen: zeroStage3,
    emits: {
      accelerate: 'deepspeed_config.offload_param_device',
      launch: 'offload_param_device',
      deepspeed: 'zero_optimization.offload_param.device',
    },
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_OFFLOAD_PARAM_DEVICE',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:270'),
      accelerate('src/accelerate/utils/dataclasses.py:1244'),
    ],
  }),
  zero3_save_16bit_model: toggle({
    default: true,
    absent: false,
    level: 'basic',
    appliesWhen: zeroStage3,
    emits: {
      accelerate: 'deepspeed_config.zero3_save_16bit_model',
      launch: 'zero3_save_16bit_model',
      deepspeed: 'zero_optimization.stage3_gather_16bit_weights_on_model_save',
    },
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_ZERO3_SAVE_16BIT_MODEL',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:303'),
      accelerate('src/accelerate/utils/dataclasses.py:1256'),
    ],
  }),
  zero3_init_flag: toggle({
    default: { cases: [{ when: quantized, value: false }], otherwise: true },
    absent: { cases: [{ when: when('deepspeed.zero_stage', 3), value: true }], otherwise: false },
    level: 'advanced',
    appliesWhen: all(
      usesDeepspeed,
      any(not(when('deepspeed.deepspeed_config_file', null)), when('deepspeed.zero_stage', 3)),
    ),
    emits: { accelerate: 'deepspeed_config.zero3_init_flag', launch: 'zero3_init_flag' },
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_ZERO3_INIT',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:309'),
      accelerate('src/accelerate/utils/dataclasses.py:1331'),
    ],
  }),
  offload_optimizer_nvme_path: text({
    default: null,
    level: 'expert',
    appliesWhen: all(zeroStage2, when('deepspeed.offload_optimizer_device', 'nvme')),
    emits: {
      accelerate: 'deepspeed_config.offload_optimizer_nvme_path',
      launch: 'offload_optimizer_nvme_path',
      deepspeed: 'zero_optimization.offload_optimizer.nvme_path',
    },
    written: 'given',
    honoured: false,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:280'),
      accelerate('src/accelerate/utils/dataclasses.py:1248'),
    ],
  }),
  offload_param_nvme_path: text({
    default: null,
    level: 'expert',
    appliesWhen: all(zeroStage3, when('deepspeed.offload_param_device', 'nvme')),
    emits: {
      accelerate: 'deepspeed_config.offload_param_nvme_path',
      launch: 'offload_param_nvme_path',
      deepspeed: 'zero_optimization.offload_param.nvme_path',
    },
    written: 'given',
    honoured: false,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:274'),
      accelerate('src/accelerate/utils/dataclasses.py:1252'),
    ],
  }),
  gradient_accumulation_steps: integer({
    default: 1,
    level: 'known',
    min: 1,
    appliesWhen: deepspeedOurs,
    emits: { accelerate: 'deepspeed_config.gradient_accumulation_steps', launch: 'gradient_accumulation_steps' },
    honoured: true,
    variable: 'ACCELERATE_GRADIENT_ACCUMULATION_STEPS',
    home: { same: 'training.gradient_accumulation_steps' },
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:285'),
      accelerate('src/accelerate/utils/dataclasses.py:1230'),
    ],
  }),
  gradient_clipping: number({
    default: 1.0,
    level: 'known',
    min: 0,
    appliesWhen: deepspeedOurs,
    emits: { accelerate: 'deepspeed_config.gradient_clipping', launch: 'gradient_clipping' },
    honoured: true,
    variable: 'ACCELERATE_GRADIENT_CLIPPING',
    home: { same: 'training.max_grad_norm' },
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:297'),
      accelerate('src/accelerate/utils/dataclasses.py:1234'),
    ],
  }),
  deepspeed_config_file: text({
    default: { cases: [{ when: when('output.deepspeed_json', true), value: 'ds_config.json' }], otherwise: null },
    level: 'expert',
    appliesWhen: usesDeepspeed,
    emits: { accelerate: 'deepspeed_config.deepspeed_config_file', launch: 'deepspeed_config_file' },
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_CONFIG_FILE',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:252'),
      accelerate('src/accelerate/utils/dataclasses.py:1265'),
    ],
  }),
  deepspeed_moe_layer_cls_names: text({
    default: null,
    level: 'expert',
    appliesWhen: usesDeepspeed,
    emits: { accelerate: 'deepspeed_config.deepspeed_moe_layer_cls_names', launch: 'deepspeed_moe_layer_cls_names' },
    written: 'given',
    honoured: true,
    variable: 'ACCELERATE_DEEPSPEED_MOE_LAYER_CLS_NAMES',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:328'),
      accelerate('src/accelerate/utils/dataclasses.py:1536'),
    ],
  }),
  deepspeed_multinode_launcher: choice({
    default: 'standard',
    absent: 'pdsh',
    level: 'advanced',
    choices: ['standard', 'pdsh', 'openmpi', 'mvapich', 'mpich', 'nossh', 'slurm'],
    appliesWhen: all(usesDeepspeed, severalMachines),
    emits: { accelerate: 'deepspeed_config.deepspeed_multinode_launcher', launch: 'deepspeed_multinode_launcher' },
    honoured: true,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:336'),
      accelerate('src/accelerate/utils/constants.py:49'),
    ],
  }),
  deepspeed_hostfile: text({
    default: null,
    level: 'advanced',
    appliesWhen: all(usesDeepspeed, severalMachines, not(when('deepspeed.deepspeed_multinode_launcher', 'standard'))),
    emits: { accelerate: 'deepspeed_config.deepspeed_hostfile', launch: 'deepspeed_hostfile' },
    written: 'given',
    honoured: true,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:343'),
      accelerate('src/accelerate/utils/launch.py:76'),
    ],
  }),
  deepspeed_exclusion_filter: text({
    default: null,
    level: 'expert',
    appliesWhen: all(usesDeepspeed, severalMachines, not(when('deepspeed.deepspeed_multinode_launcher', 'standard'))),
    emits: { accelerate: 'deepspeed_config.deepspeed_exclusion_filter', launch: 'deepspeed_exclusion_filter' },
    written: 'given',
    honoured: true,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:359'),
      accelerate('src/accelerate/utils/launch.py:464'),
    ],
  }),
  deepspeed_inclusion_filter: text({
    default: null,
    level: 'expert',
    appliesWhen: all(usesDeepspeed, severalMachines, not(when('deepspeed.deepspeed_multinode_launcher', 'standard'))),
    emits: { accelerate: 'deepspeed_config.deepspeed_inclusion_filter', launch: 'deepspeed_inclusion_filter' },
    written: 'given',
    honoured: true,
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:371'),
      accelerate('src/accelerate/utils/launch.py:471'),
    ],
  }),
})
