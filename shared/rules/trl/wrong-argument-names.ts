/** TRL's script given arguments that its parser does not have. */
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlWrongArgumentNames = rule({
  id: 'trl/wrong-argument-names',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [trl('trl/scripts/sft.py:122'), trl('trl/trainer/model_config.py:19')],
  reads: {
    options: ['output.trainer', 'output.script', 'lora.bias', 'lora.init_lora_weights', 'method.name'],
  },
  run: {
    check: ({ answers, config }) => {
      const dialect = config['output.trainer']
      if (config['output.script'] !== 'trl sft' || dialect === 'trl') return undefined
      // The Trainer's dialect has the same names as TRL's, but for two that are written when somebody gave them.
      const foreign =
        config['method.name'] !== 'full' &&
        (answers['lora.bias'] !== undefined || answers['lora.init_lora_weights'] !== undefined)
      return dialect === 'mlperf' || foreign ? { dialect } : undefined
    },
    fix: () => ({ 'output.trainer': null }),
    example: {
      bad: { 'output.script': 'trl sft', 'output.trainer': 'mlperf' },
      good: { 'output.script': 'trl sft' },
    },
  },
})
