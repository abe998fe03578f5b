/** How the model is fine-tuned: which weights move, and how the rest is stored. */
import { page, peft, transformers } from '../source.ts'
import { usesAdapter } from './conditions.ts'
import { choice, group, toggle } from './field.ts'
import { all, when } from './when.ts'

export const method = group('method', {
  name: choice({
    default: 'lora',
    level: 'basic',
    choices: ['lora', 'qlora', 'dora', 'full'],
    sources: [
      page('https://arxiv.org/abs/2106.09685'),
      page('https://arxiv.org/abs/2305.14314'),
      page('https://arxiv.org/abs/2402.09353'),
    ],
  }),
  quantization: choice({
    default: { cases: [{ when: when('method.name', 'qlora'), value: 'nf4' }], otherwise: 'none' },
    level: 'advanced',
    choices: ['none', 'nf4', 'int8'],
    appliesWhen: usesAdapter,
    sources: [transformers('src/transformers/utils/quantization_config.py'), page('https://arxiv.org/abs/2305.14314')],
  }),
  double_quant: toggle({
    default: true,
    level: 'advanced',
    appliesWhen: all(usesAdapter, when('method.quantization', 'nf4')),
    emits: {
      trainer: 'use_bnb_nested_quant',
      trl: 'use_bnb_nested_quant',
      'llama-factory': 'double_quantization',
      'ms-swift': 'bnb_4bit_use_double_quant',
    },
    sources: [page('https://arxiv.org/abs/2305.14314'), peft('docs/source/developer_guides/quantization.md')],
  }),
})
