/** rsLoRA was made for large ranks. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftSmallRsloraRank = rule({
  id: 'peft/small-rslora-rank',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://arxiv.org/abs/2312.03732')],
  reads: {
    options: ['lora.use_rslora', 'lora.r', 'method.name'],
  },
  run: {
    check: ({ config }) =>
      config['method.name'] !== 'full' && config['lora.use_rslora'] && config['lora.r'] < 32
        ? { rank: config['lora.r'] }
        : undefined,
    fix: () => ({ 'lora.use_rslora': null }),
    example: {
      bad: { 'lora.r': 8, 'lora.use_rslora': true },
      good: { 'lora.r': 128, 'lora.use_rslora': true },
    },
  },
})
