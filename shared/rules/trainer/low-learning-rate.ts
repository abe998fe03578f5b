/** Adapters want about ten times the learning rate of full fine-tuning. */
import { page, trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerLowLearningRate = rule({
  id: 'trainer/low-learning-rate',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://thinkingmachines.ai/blog/lora/'), trl('docs/source/sft_trainer.md:242')],
  reads: {
    options: ['training.learning_rate', 'method.name'],
  },
  run: {
    check: ({ config }) => {
      const rate = config['training.learning_rate']
      return config['method.name'] !== 'full' && rate > 0 && rate < 5e-5 ? { rate } : undefined
    },
    fix: () => ({ 'training.learning_rate': null }),
    example: {
      bad: { 'method.name': 'lora', 'training.learning_rate': 2e-5 },
      good: { 'method.name': 'lora', 'training.learning_rate': 2e-4 },
    },
  },
})
