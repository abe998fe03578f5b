/** PiSSA takes the adapter out of the weights, which 4-bit storage does not allow. */
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const quantizationPissaInit = rule({
  id: 'quantization/pissa-init',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/lora/layer.py:288')],
  reads: {
    options: ['lora.init_lora_weights', 'method.quantization', 'method.name', 'output.trainer', 'output.script'],
  },
  run: {
    // TRL's own script and the reference have no argument for it, which a rule of their own says.
    check: ({ config }) =>
      (config['output.trainer'] === 'transformers' || config['output.script'] === null) &&
      config['method.name'] !== 'full' &&
      config['lora.init_lora_weights'] === 'pissa' &&
      config['method.quantization'] !== 'none'
        ? { quantization: config['method.quantization'] }
        : undefined,
    fix: () => ({ 'lora.init_lora_weights': null }),
    example: {
      bad: { 'method.name': 'qlora', 'lora.init_lora_weights': 'pissa' },
      good: { 'method.name': 'lora', 'lora.init_lora_weights': 'pissa' },
    },
  },
})
