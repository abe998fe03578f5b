/** Adapter options for which TRL's script has no argument. */
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlUnsupportedOption = rule({
  id: 'trl/unsupported-option',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [trl('trl/trainer/model_config.py:19')],
  reads: {
    options: ['output.trainer', 'output.script', 'lora.bias', 'lora.init_lora_weights', 'method.name'],
  },
  run: {
    check: ({ config }) => {
      // The script that is written has arguments for them.
      if (config['output.trainer'] !== 'trl' || config['output.script'] === null) return undefined
      if (config['method.name'] === 'full') return undefined
      const lost: string[] = []
      if (config['lora.bias'] !== 'none') lost.push('lora.bias')
      if (config['lora.init_lora_weights'] !== 'true') lost.push('lora.init_lora_weights')
      return lost.length > 0 ? { lost } : undefined
    },
    fix: () => ({ 'lora.bias': null, 'lora.init_lora_weights': null }),
    example: {
      bad: { 'output.script': 'trl sft', 'lora.init_lora_weights': 'pissa' },
      good: { 'output.script': 'trl sft' },
    },
  },
})
