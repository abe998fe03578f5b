/** FSDP1 flattens weights into one tensor, and cannot do so with the bytes in which bitsandbytes keeps 4-bit weights. */
import { bytesUnderFsdp } from '../../lookup/four-bit-storage.ts'
import { page, trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantizationFsdp1StorageType = rule({
  id: 'quantization/fsdp1-storage-type',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/fsdp/_flat_param.py', '2026-11-28'),
    trl('trl/trainer/utils.py:236-244'),
    page('https://huggingface.co/docs/peft/accelerate/fsdp', '2026-11-28'),
  ],
  reads: {
    options: ['method.quantization', 'fsdp.fsdp_version'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      yield* bytesUnderFsdp(set, 1)
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_sharding_strategy: FULL_SHARD\n  fsdp_use_orig_params: false\n',
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\naccelerate_config: accelerate.yaml\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 1\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_sharding_strategy: FULL_SHARD\n  fsdp_use_orig_params: false\n',
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nload_in_4bit: true\nbnb_4bit_quant_storage: bfloat16\naccelerate_config: accelerate.yaml\n',
      },
    },
  },
})
