/** A rate made for an adapter moves all the weights too far. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerHighLearningRate = rule({
  id: 'trainer/high-learning-rate',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://thinkingmachines.ai/blog/lora/'), page('https://arxiv.org/abs/2405.09673')],
  reads: {
    options: ['training.learning_rate', 'method.name', 'model.id'],
  },
  run: {
    check: ({ config }) => {
      const rate = config['training.learning_rate']
      // Models below a billion parameters are trained at such rates, and say their size in their names.
      if (/(?:^|[-_/.])\d{2,3}m(?:$|[-_.])/i.test(config['model.id'] ?? '')) return undefined
      return config['method.name'] === 'full' && rate >= 1e-4 ? { rate } : undefined
    },
    fix: () => ({ 'training.learning_rate': null }),
    example: {
      bad: { 'method.name': 'full', 'training.learning_rate': 2e-4 },
      good: { 'method.name': 'full', 'training.learning_rate': 2e-5 },
    },
  },
})
