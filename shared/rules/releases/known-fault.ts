/** A setting under which the release that is meant has a known fault. */
import type { Fault } from '../../faults/fault.ts'
import { faults } from '../../faults/index.ts'
import type { FieldKey } from '../../fields/index.ts'
import { keysOf } from '../../fields/when.ts'
import { faultHits } from '../../lookup/known-faults.ts'
import { rule } from '../rule.ts'

export const releasesKnownFault = rule({
  id: 'releases/known-fault',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [(faults[0] as Fault).thread, ...faults.slice(1).map(({ thread }) => thread)],
  reads: {
    options: [...new Set(faults.flatMap((fault) => keysOf(fault.when)))] as FieldKey[],
    files: 'any',
  },
  files: {
    check: (set) => faultHits(set, faults),
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml -m trl.scripts.sft --model_name_or_path m --dataset_name d --max_length 1024 --bf16 True --dtype bfloat16 --use_peft True --lora_target_modules all-linear --load_in_4bit True --bnb_4bit_quant_storage bfloat16 --optim paged_adamw_8bit\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml -m trl.scripts.sft --model_name_or_path m --dataset_name d --max_length 1024 --bf16 True --dtype bfloat16 --use_peft True --lora_target_modules all-linear --load_in_4bit True --bnb_4bit_quant_storage bfloat16 --optim adamw_torch_fused\n',
      },
    },
  },
})
