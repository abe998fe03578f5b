/** QLoRA of a 70B model with FSDP and CPU offload on two 24 GB cards. */
import { page, peft } from '../source.ts'
import { preset } from './preset.ts'

export const qlora70bFsdp2x24gb = preset({
  id: 'qlora-70b-fsdp-2x24gb',
  answers: {
    'model.id': 'meta-llama/Llama-2-70b-hf',
    'hardware.gpu': 'RTX 4090',
    'hardware.gpus_per_machine': 2,
    'hardware.machines': 1,
    'data.sequence_length': 512,
    'method.name': 'qlora',
    'method.quantization': 'nf4',
    'method.double_quant': true,
    'accelerate.distributed_type': 'FSDP',
    'accelerate.mixed_precision': 'bf16',
    'fsdp.fsdp_version': 1,
    'fsdp.fsdp_sharding_strategy': 'FULL_SHARD',
    'fsdp.fsdp_offload_params': true,
    'fsdp.fsdp_auto_wrap_policy': 'TRANSFORMER_BASED_WRAP',
    'fsdp.fsdp_backward_prefetch': 'BACKWARD_PRE',
    'fsdp.fsdp_cpu_ram_efficient_loading': true,
    'fsdp.fsdp_sync_module_states': true,
    'fsdp.fsdp_use_orig_params': false,
    'fsdp.fsdp_state_dict_type': 'FULL_STATE_DICT',
    'lora.r': 8,
    'lora.lora_alpha': 16,
    'lora.lora_dropout': 0.1,
    'lora.target_modules': 'all-linear',
    'training.per_device_train_batch_size': 1,
    'training.gradient_accumulation_steps': 4,
    'training.learning_rate': 1e-4,
    'training.max_grad_norm': 1,
    'training.gradient_checkpointing': true,
  },
  sources: [peft('docs/source/accelerate/fsdp.md'), page('https://github.com/AnswerDotAI/fsdp_qlora')],
})
