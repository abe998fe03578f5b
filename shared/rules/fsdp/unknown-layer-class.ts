/** FSDP is told to wrap a layer class that another model has: Accelerate does not find it, and stops. */
import { families } from '../../catalog/families.ts'
import type { Family } from '../../catalog/family.ts'
import { modelById } from '../../catalog/models.ts'
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

export const fsdpUnknownLayerClass = rule({
  id: 'fsdp/unknown-layer-class',
  severity: 'error',
  about: [
    'fsdp.fsdp_transformer_layer_cls_to_wrap',
    'fsdp.fsdp_auto_wrap_policy',
    'accelerate.distributed_type',
    'model.id',
  ],
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2087-2096')],
  seen: 'late',
  check: ({ config }) => {
    if (config['accelerate.distributed_type'] !== 'FSDP') return undefined
    if (config['fsdp.fsdp_auto_wrap_policy'] !== 'TRANSFORMER_BASED_WRAP') return undefined
    const model = modelById(config['model.id'])
    const foreign = names(config['fsdp.fsdp_transformer_layer_cls_to_wrap']).filter(
      (name) => layers.has(name) && name !== model?.layerClass,
    )
    return model && foreign.length > 0 ? { classes: foreign, model: model.id, own: model.layerClass } : undefined
  },
  fix: ({ config }) => ({
    'fsdp.fsdp_transformer_layer_cls_to_wrap': modelById(config['model.id'])?.layerClass ?? null,
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
})
