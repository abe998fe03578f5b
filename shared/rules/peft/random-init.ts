/** Both matrices random: the model is another one before the first step. */
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftRandomInit = rule({
  id: 'peft/random-init',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/lora/config.py:490')],
  reads: {
    options: ['lora.init_lora_weights', 'method.name', 'output.trainer', 'output.script'],
  },
  run: {
    // TRL's own script and the reference have no argument for it, which a rule of their own says.
    check: ({ config }) =>
      (config['output.trainer'] === 'transformers' || config['output.script'] === null) &&
      config['method.name'] !== 'full' &&
      config['lora.init_lora_weights'] === 'false'
        ? {}
        : undefined,
    fix: () => ({ 'lora.init_lora_weights': null }),
    example: { bad: { 'lora.init_lora_weights': 'false' }, good: { 'lora.init_lora_weights': 'true' } },
  },
})
