/** QLoRA of an 8B model on one 24 GB card. */
import { page, peft } from '../source.ts'
import { preset } from './preset.ts'

export const qlora8b24gb = preset({
  id: 'qlora-8b-24gb',
  answers: {
    'model.id': 'meta-llama/Llama-3.1-8B',
    'hardware.gpu': 'RTX 4090',
    'hardware.gpus_per_machine': 1,
    'hardware.machines': 1,
    'data.sequence_length': 2048,
    'method.name': 'qlora',
    'method.quantization': 'nf4',
    'method.double_quant': true,
    'accelerate.distributed_type': 'NO',
    'accelerate.mixed_precision': 'bf16',
    'lora.r': 16,
    'lora.lora_alpha': 32,
    'lora.lora_dropout': 0.05,
    'lora.target_modules': 'all-linear',
    'training.per_device_train_batch_size': 1,
    'training.gradient_accumulation_steps': 16,
    'training.learning_rate': 2e-4,
    'training.max_grad_norm': 0.3,
    'training.gradient_checkpointing': true,
  },
  sources: [
    page('https://arxiv.org/abs/2305.14314'),
    page('https://github.com/artidoro/qlora/blob/main/qlora.py'),
    peft('docs/source/developer_guides/quantization.md'),
  ],
})
