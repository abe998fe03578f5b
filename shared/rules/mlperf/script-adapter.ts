/** The reference's train.py has no arguments for other adapters. */
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const mlperfScriptAdapter = rule({
  id: 'mlperf/script-adapter',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py')],
  reads: {
    options: [
      'output.trainer',
      'method.name',
      'method.quantization',
      'lora.use_rslora',
      'lora.modules_to_save',
      'lora.bias',
      'lora.init_lora_weights',
    ],
  },
  run: {
    check: ({ config }) => {
      if (config['output.trainer'] !== 'mlperf' || config['method.name'] === 'full') return undefined
      const lost: string[] = []
      if (config['method.name'] !== 'lora') lost.push('method.name')
      if (config['method.quantization'] !== 'none') lost.push('method.quantization')
      if (config['lora.use_rslora']) lost.push('lora.use_rslora')
      if (config['lora.modules_to_save'] !== null) lost.push('lora.modules_to_save')
      if (config['lora.bias'] !== 'none') lost.push('lora.bias')
      if (config['lora.init_lora_weights'] !== 'true') lost.push('lora.init_lora_weights')
      return lost.length > 0 ? { lost } : undefined
    },
    fix: () => ({
      'method.name': 'lora',
      'method.quantization': null,
      'lora.use_rslora': null,
      'lora.modules_to_save': null,
      'lora.bias': null,
      'lora.init_lora_weights': null,
    }),
    example: {
      bad: { 'output.trainer': 'mlperf', 'method.name': 'qlora' },
      good: { 'output.trainer': 'mlperf', 'method.name': 'lora' },
    },
  },
})
