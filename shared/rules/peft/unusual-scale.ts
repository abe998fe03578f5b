/** lora_alpha / r far from the values that anybody reports. */
import { page, peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftUnusualScale = rule({
  id: 'peft/unusual-scale',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/lora/layer.py:281'), page('https://arxiv.org/abs/2405.09673')],
  reads: {
    options: ['lora.lora_alpha', 'lora.r', 'lora.use_rslora', 'method.name'],
  },
  run: {
    check: ({ config }) => {
      if (config['method.name'] === 'full' || config['lora.use_rslora']) return undefined
      const scale = config['lora.lora_alpha'] / config['lora.r']
      return scale < 0.1 || scale > 4
        ? {
            scale: Number(scale.toPrecision(3)),
            alpha: config['lora.lora_alpha'],
            rank: config['lora.r'],
            double: 2 * config['lora.r'],
          }
        : undefined
    },
    fix: () => ({ 'lora.lora_alpha': null }),
    example: {
      bad: { 'lora.r': 8, 'lora.lora_alpha': 64 },
      good: { 'lora.r': 8, 'lora.lora_alpha': 16 },
    },
  },
})
