/** FSDP2 leaves 4-bit weights that are kept as bytes on every card, whole. */
import { bytesUnderFsdp } from '../../lookup/four-bit-storage.ts'
import { accelerate, trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantizationFsdp2StorageType = rule({
  id: 'quantization/fsdp2-storage-type',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/utils/fsdp_utils.py:790-811'), trl('trl/trainer/utils.py:236-244')],
  reads: {
    options: ['method.quantization', 'fsdp.fsdp_version'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      yield* bytesUnderFsdp(set, 2)
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\naccelerate_config: accelerate.yaml\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\nbnb_4bit_quant_storage: bfloat16\naccelerate_config: accelerate.yaml\n',
      },
    },
  },
})
