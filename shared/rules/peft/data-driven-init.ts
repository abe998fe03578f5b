/** EVA computes the start of the adapter from training data, which the generated train.py doesn't do. */
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftDataDrivenInit = rule({
  id: 'peft/data-driven-init',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/lora/eva.py')],
  reads: {
    options: ['lora.init_lora_weights', 'method.name', 'output.script'],
  },
  run: {
    check: ({ config }) =>
      config['output.script'] === null && config['method.name'] !== 'full' && config['lora.init_lora_weights'] === 'eva'
        ? {}
        : undefined,
    fix: () => ({ 'lora.init_lora_weights': null }),
    example: { bad: { 'lora.init_lora_weights': 'eva' }, good: { 'lora.init_lora_weights': 'pissa' } },
  },
})
