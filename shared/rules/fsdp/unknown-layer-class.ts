/** FSDP is told to wrap a layer class that another model has: Accelerate does not find it, and stops. */
import { families } from '../../catalog/families.ts'
import type { Family } from '../../catalog/family.ts'
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { supportOf } from '../../catalog/support.ts'
import { names } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

/** Decoder layers of the families that are known; any other class may be in the model. */
const layers = new Set(
  (families as readonly Family[]).flatMap(({ layerClass, layerClasses = {} }) => [
    layerClass,
    ...Object.values(layerClasses),
  ]),
)

/** Classes of PyTorch's own that any model may have. */
const common = ['Linear', 'Embedding', 'LayerNorm', 'ModuleList', 'Sequential']

/** Every class inside a model of the family, the parts around the text decoder included; undefined where that is not known. */
function classesOf(modelType: string): ReadonlySet<string> | undefined {
  const text = supportOf(modelType)?.classes
  if (!text) return undefined
  const whole = supportOf(modelType.replace(/_text$/, ''))
  // A family that also comes with an image part is judged only where the classes of that part are known.
  if (whole && !whole.classes) return undefined
  return new Set([...text, ...(whole?.classes ?? []), ...(whole?.layers ?? []), ...common])
}

export const fsdpUnknownLayerClass = rule({
  id: 'fsdp/unknown-layer-class',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2087-2096')],
  reads: {
    options: [
      'fsdp.fsdp_transformer_layer_cls_to_wrap',
      'fsdp.fsdp_auto_wrap_policy',
      'accelerate.distributed_type',
      'model.id',
    ],
  },
  run: {
    check: (run) => {
      const { config } = run
      if (config['accelerate.distributed_type'] !== 'FSDP') return undefined
      if (config['fsdp.fsdp_auto_wrap_policy'] !== 'TRANSFORMER_BASED_WRAP') return undefined
      const model = likelyModel(modelOfRun(run))
      const inside = model && classesOf(model.modelType)
      const foreign = names(config['fsdp.fsdp_transformer_layer_cls_to_wrap']).filter(
        (name) => name !== model?.layerClass && (inside ? !inside.has(name) : layers.has(name)),
      )
      return model && foreign.length > 0 ? { classes: foreign, model: model.id, own: model.layerClass } : undefined
    },
    fix: (run) => ({
      'fsdp.fsdp_transformer_layer_cls_to_wrap': likelyModel(modelOfRun(run))?.layerClass ?? null,
    }),
    example: {
      bad: {
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_transformer_layer_cls_to_wrap': 'LlamaDecoderLayer',
        'model.id': 'Qwen/Qwen2.5-7B',
      },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_transformer_layer_cls_to_wrap': 'Qwen2DecoderLayer',
        'model.id': 'Qwen/Qwen2.5-7B',
      },
    },
  },
})
