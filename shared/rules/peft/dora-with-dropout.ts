/** DoRA has a fast path that dropout closes. */
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftDoraWithDropout = rule({
  id: 'peft/dora-with-dropout',
  severity: 'hint',
  stage: 'training',
  consequence: 'costs',
  sources: [peft('src/peft/tuners/lora/variants.py:239-245')],
  reads: {
    options: ['lora.lora_dropout', 'method.name'],
  },
  run: {
    check: ({ config }) =>
      config['method.name'] === 'dora' && config['lora.lora_dropout'] > 0
        ? { dropout: config['lora.lora_dropout'] }
        : undefined,
    fix: () => ({ 'lora.lora_dropout': 0 }),
    example: {
      bad: { 'method.name': 'dora', 'lora.lora_dropout': 0.05 },
      good: { 'method.name': 'dora', 'lora.lora_dropout': 0 },
    },
  },
})
