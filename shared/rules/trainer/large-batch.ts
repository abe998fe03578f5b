/** LoRA loses more than full fine-tuning does when batches grow. */
import { processes } from '../../lookup/run.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerLargeBatch = rule({
  id: 'trainer/large-batch',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://thinkingmachines.ai/blog/lora/')],
  reads: {
    options: [
      'training.gradient_accumulation_steps',
      'training.per_device_train_batch_size',
      'hardware.gpus_per_machine',
      'hardware.machines',
      'method.name',
    ],
  },
  run: {
    check: ({ config }) => {
      const batch =
        config['training.per_device_train_batch_size'] *
        config['training.gradient_accumulation_steps'] *
        processes(config)
      return config['method.name'] !== 'full' && batch > 128 ? { batch } : undefined
    },
    example: {
      bad: { 'hardware.gpus_per_machine': 8, 'training.gradient_accumulation_steps': 32 },
      good: { 'hardware.gpus_per_machine': 8, 'training.gradient_accumulation_steps': 4 },
    },
  },
})
