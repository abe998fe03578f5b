/** LoRA of a 70B model with ZeRO-3 on two machines of eight cards. */
import { page } from '../source.ts'
import { preset } from './preset.ts'

export const lora70b2x8 = preset({
  id: 'lora-70b-2x8',
  answers: {
    'model.id': 'meta-llama/Llama-2-70b-hf',
    'hardware.gpu': 'A100-SXM4-80GB',
    'hardware.gpus_per_machine': 8,
    'hardware.machines': 2,
    'data.sequence_length': 8192,
    'method.name': 'lora',
    'accelerate.distributed_type': 'DEEPSPEED',
    'accelerate.mixed_precision': 'bf16',
    'accelerate.main_process_ip': '10.0.0.1',
    'accelerate.main_process_port': 29_500,
    'deepspeed.zero_stage': 3,
    'deepspeed.offload_optimizer_device': 'none',
    'deepspeed.offload_param_device': 'none',
    'deepspeed.zero3_init_flag': true,
    'deepspeed.zero3_save_16bit_model': true,
    'deepspeed.deepspeed_multinode_launcher': 'standard',
    'lora.r': 16,
    'lora.lora_alpha': 32,
    'lora.lora_dropout': 0.1,
    'lora.target_modules': 'q_proj,k_proj,v_proj,o_proj',
    'training.per_device_train_batch_size': 1,
    'training.gradient_accumulation_steps': 1,
    'training.learning_rate': 3e-4,
    'training.max_grad_norm': 0.3,
    'training.gradient_checkpointing': true,
    'training.attn_implementation': 'flash_attention_2',
  },
  sources: [
    page('https://github.com/mlcommons/training_results_v4.0/tree/main/JuniperNetworks/benchmarks/llama2_70b_lora'),
    page('https://github.com/mlcommons/logging/blob/master/mlperf_logging/rcp_checker'),
  ],
})
