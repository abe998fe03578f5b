/** "auto" stands for a value that Accelerate and the Trainer fill in; here neither does. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { type Argument, hit, nameOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import type { Node } from '../../python/yaml/node.ts'
import { accelerate, transformers } from '../../source.ts'
import { comparedValues, onlyFilled } from '../../tools/transformers/quirks.ts'
import { rule } from '../rule.ts'

/** What Accelerate fills in by itself (utils/dataclasses.py:1278-1292). */
const ofAccelerate = [
  'stage',
  'stage3_gather_16bit_weights_on_model_save',
  ...['device', 'nvme_path'].flatMap((key) => [`offload_optimizer.${key}`, `offload_param.${key}`]),
].map((key) => `zero_optimization.${key}`)
const filled = new Set([...comparedValues.map(({ key }) => key), ...onlyFilled, ...ofAccelerate])

/** Every "auto" of the mappings of the file; Accelerate does not look into lists. */
function* autos(node: Node, prefix: string): Generator<Argument> {
  if (node.kind !== 'mapping') return
  for (const one of node.entries.values()) {
    const name = nameOf(one) ?? ''
    const key = prefix + name
    if (stringOf(one.value) === 'auto') yield { path: key, entry: one }
    yield* autos(one.value, `${key}.`)
  }
}

export const deepspeedUnresolvedAuto = rule({
  id: 'deepspeed/unresolved-auto',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1360'),
    transformers('src/transformers/integrations/deepspeed.py:130'),
  ],
  reads: {
    options: [],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        for (const one of autos(root, '')) if (!filled.has(one.path)) yield hit(file, one)
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "stage3_max_live_parameters": "auto"}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 3, "stage3_max_live_parameters": 1e9}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
