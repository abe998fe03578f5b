/** LoftQ needs settings of its own that no argument carries. */
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftMissingLoftqConfig = rule({
  id: 'peft/missing-loftq-config',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/lora/config.py:1055-1059')],
  reads: {
    options: ['lora.init_lora_weights', 'method.name', 'output.trainer', 'output.script'],
  },
  run: {
    // TRL's own script and the reference have no argument for it, which a rule of their own says.
    check: ({ config }) =>
      (config['output.trainer'] === 'transformers' || config['output.script'] === null) &&
      config['method.name'] !== 'full' &&
      config['lora.init_lora_weights'] === 'loftq'
        ? {}
        : undefined,
    fix: () => ({ 'lora.init_lora_weights': null }),
    example: { bad: { 'lora.init_lora_weights': 'loftq' }, good: { 'lora.init_lora_weights': 'gaussian' } },
  },
})
