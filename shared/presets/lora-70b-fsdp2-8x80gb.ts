/** LoRA of a 70B model with FSDP2 on one machine of eight 80 GB cards. */
import { accelerate, peft } from '../source.ts'
import { preset } from './preset.ts'

export const lora70bFsdp28x80gb = preset({
  id: 'lora-70b-fsdp2-8x80gb',
  answers: {
    'model.id': 'meta-llama/Llama-3.1-70B',
    'hardware.gpu': 'A100-SXM4-80GB',
    'hardware.gpus_per_machine': 8,
    'hardware.machines': 1,
    'data.sequence_length': 2048,
    'method.name': 'lora',
    'accelerate.distributed_type': 'FSDP',
    'accelerate.mixed_precision': 'bf16',
    'fsdp.fsdp_version': 2,
    'fsdp.fsdp_reshard_after_forward': true,
    'fsdp.fsdp_offload_params': false,
    'fsdp.fsdp_auto_wrap_policy': 'TRANSFORMER_BASED_WRAP',
    'fsdp.fsdp_cpu_ram_efficient_loading': true,
    'fsdp.fsdp_state_dict_type': 'FULL_STATE_DICT',
    'lora.r': 16,
    'lora.lora_alpha': 32,
    'lora.target_modules': 'all-linear',
    'training.per_device_train_batch_size': 1,
    'training.gradient_accumulation_steps': 2,
    'training.learning_rate': 1e-4,
    'training.max_grad_norm': 1,
    'training.gradient_checkpointing': true,
  },
  sources: [peft('docs/source/accelerate/fsdp.md'), accelerate('docs/source/usage_guides/fsdp.md')],
})
