/** torch.compile: the keys of `dynamo_config`. */
import { accelerate } from '../source.ts'
import { usesDeepspeed, usesDynamo } from './conditions.ts'
import { choice, group, toggle } from './field.ts'
import { all, not } from './when.ts'

export const dynamo = group('dynamo', {
  dynamo_backend: choice({
    default: 'NO',
    level: 'expert',
    choices: [
      'NO',
      'EAGER',
      'AOT_EAGER',
      'INDUCTOR',
      'AOT_TS_NVFUSER',
      'NVPRIMS_NVFUSER',
      'CUDAGRAPHS',
      'OFI',
      'FX2TRT',
      'ONNXRT',
      'TENSORRT',
      'AOT_TORCHXLA_TRACE_ONCE',
      'TORCHXLA_TRACE_ONCE',
      'TVM',
      'HPU_BACKEND',
      'NEURON',
    ],
    offered: ['NO', 'INDUCTOR', 'EAGER', 'AOT_EAGER', 'CUDAGRAPHS'],
    appliesWhen: not(usesDeepspeed),
    emits: { accelerate: 'dynamo_config.dynamo_backend', launch: 'dynamo_backend' },
    written: 'given',
    honoured: true,
    variable: 'ACCELERATE_DYNAMO_BACKEND',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:173'),
      accelerate('src/accelerate/utils/dataclasses.py:690'),
    ],
  }),
  dynamo_mode: choice({
    default: 'default',
    level: 'expert',
    choices: ['default', 'reduce-overhead', 'max-autotune'],
    appliesWhen: all(not(usesDeepspeed), usesDynamo),
    emits: { accelerate: 'dynamo_config.dynamo_mode', launch: 'dynamo_mode' },
    written: 'given',
    honoured: true,
    variable: 'ACCELERATE_DYNAMO_MODE',
    sources: [
      accelerate('src/accelerate/commands/config/cluster.py:187'),
      accelerate('src/accelerate/commands/launch.py:224'),
    ],
  }),
  dynamo_use_fullgraph: toggle({
    default: false,
    level: 'expert',
    appliesWhen: all(not(usesDeepspeed), usesDynamo),
    emits: { accelerate: 'dynamo_config.dynamo_use_fullgraph', launch: 'dynamo_use_fullgraph' },
    written: 'given',
    honoured: true,
    variable: 'ACCELERATE_DYNAMO_USE_FULLGRAPH',
    sources: [accelerate('src/accelerate/commands/config/cluster.py:193')],
  }),
  dynamo_use_dynamic: toggle({
    default: false,
    level: 'expert',
    appliesWhen: all(not(usesDeepspeed), usesDynamo),
    emits: { accelerate: 'dynamo_config.dynamo_use_dynamic', launch: 'dynamo_use_dynamic' },
    written: 'given',
    honoured: true,
    variable: 'ACCELERATE_DYNAMO_USE_DYNAMIC',
    sources: [accelerate('src/accelerate/commands/config/cluster.py:199')],
  }),
  dynamo_use_regional_compilation: toggle({
    default: false,
    level: 'expert',
    appliesWhen: all(not(usesDeepspeed), usesDynamo),
    emits: { accelerate: 'dynamo_config.dynamo_use_regional_compilation', launch: 'dynamo_use_regional_compilation' },
    written: 'given',
    honoured: true,
    variable: 'ACCELERATE_DYNAMO_USE_REGIONAL_COMPILATION',
    sources: [accelerate('src/accelerate/commands/config/cluster.py:205')],
  }),
})
