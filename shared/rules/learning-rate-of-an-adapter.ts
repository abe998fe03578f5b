/** A rate made for an adapter moves all the weights too far. */
import { page } from '../source.ts'
import { rule } from './rule.ts'

export const learningRateOfAnAdapter = rule({
  id: 'learning-rate-of-an-adapter',
  severity: 'hint',
  about: ['training.learning_rate', 'method.name'],
  sources: [page('https://thinkingmachines.ai/blog/lora/'), page('https://arxiv.org/abs/2405.09673')],
  seen: 'late',
  check: ({ config }) => {
    const rate = config['training.learning_rate']
    return config['method.name'] === 'full' && rate >= 1e-4 ? { rate } : undefined
  },
  fix: () => ({ 'training.learning_rate': null }),
  example: {
    bad: { 'method.name': 'full', 'training.learning_rate': 2e-4 },
    good: { 'method.name': 'full', 'training.learning_rate': 2e-5 },
  },
})
