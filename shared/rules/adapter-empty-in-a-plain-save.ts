/** Under ZeRO-3 a plain save_pretrained writes matrices above the persistence threshold as empty. */
import { modelById } from '../catalog/models.ts'
import { deepspeed, peft } from '../source.ts'
import { writesDeepspeed } from './questions.ts'
import { rule } from './rule.ts'

/** Elements up to which DeepSpeed keeps a tensor whole on every card. */
const threshold = 100_000

export const adapterEmptyInAPlainSave = rule({
  id: 'adapter-empty-in-a-plain-save',
  severity: 'hint',
  about: [
    'lora.r',
    'model.id',
    'method.name',
    'deepspeed.zero_stage',
    'deepspeed.deepspeed_config_file',
    'accelerate.distributed_type',
    'output.trainer',
  ],
  sources: [
    deepspeed('deepspeed/runtime/zero/config.py:221'),
    deepspeed('deepspeed/runtime/zero/parameter_offload.py'),
    peft('src/peft/utils/save_and_load.py:48'),
  ],
  seen: 'late',
  check: ({ config }) => {
    if (!writesDeepspeed(config) || config['deepspeed.zero_stage'] !== 3 || config['method.name'] === 'full')
      return undefined
    if (config['output.trainer'] !== 'transformers') return undefined
    const width = modelById(config['model.id'])?.hidden
    const elements = config['lora.r'] * (width ?? 0)
    return width !== undefined && elements > threshold
      ? { rank: config['lora.r'], width, elements, threshold }
      : undefined
  },
  example: {
    bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'model.id': 'meta-llama/Llama-2-70b-hf', 'lora.r': 16 },
    good: { 'accelerate.distributed_type': 'DEEPSPEED', 'model.id': 'meta-llama/Llama-2-70b-hf', 'lora.r': 8 },
  },
})
