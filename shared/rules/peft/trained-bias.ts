/** Trained biases change the base model, and switching the adapter off no longer restores it. */
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftTrainedBias = rule({
  id: 'peft/trained-bias',
  severity: 'hint',
  stage: 'later',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/lora/config.py:658')],
  reads: {
    options: ['lora.bias', 'method.name', 'output.trainer', 'output.script'],
  },
  run: {
    // TRL's own script and the reference have no argument for it, which a rule of their own says.
    check: ({ config }) =>
      (config['output.trainer'] === 'transformers' || config['output.script'] === null) &&
      config['method.name'] !== 'full' &&
      config['lora.bias'] !== 'none'
        ? { bias: config['lora.bias'] }
        : undefined,
    fix: () => ({ 'lora.bias': null }),
    example: { bad: { 'lora.bias': 'all' }, good: { 'lora.bias': 'none' } },
  },
})
