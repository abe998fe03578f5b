/** LoRA of an 8B model on one 80 GB card. */
import { page, trl } from '../source.ts'
import { preset } from './preset.ts'

export const lora8b80gb = preset({
  id: 'lora-8b-80gb',
  answers: {
    'model.id': 'meta-llama/Llama-3.1-8B',
    'hardware.gpu': 'H100-SXM5-80GB',
    'hardware.gpus_per_machine': 1,
    'hardware.machines': 1,
    'data.sequence_length': 4096,
    'method.name': 'lora',
    'accelerate.distributed_type': 'NO',
    'accelerate.mixed_precision': 'bf16',
    'lora.r': 16,
    'lora.lora_alpha': 32,
    'lora.target_modules': 'all-linear',
    'training.per_device_train_batch_size': 2,
    'training.gradient_accumulation_steps': 8,
    'training.learning_rate': 2e-4,
    'training.max_grad_norm': 1,
    'training.gradient_checkpointing': true,
  },
  sources: [page('https://thinkingmachines.ai/blog/lora/'), trl('docs/source/lora_without_regret.md')],
})
