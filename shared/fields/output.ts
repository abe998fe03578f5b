/** What is written, and for whose script. */
import { accelerate, page, transformers, trl } from '../source.ts'
import { deepspeedOurs, usesDeepspeed } from './conditions.ts'
import { choice, group, number, text, toggle } from './field.ts'
import { all, when } from './when.ts'

export const output = group('output', {
  script: text({
    // Without a script of the user's own, `train.py` is written.
    default: null,
    level: 'basic',
    pattern: '^[^\\s-][^\\n\\r]*$',
    suggest: ['trl sft', 'my_train.py', 'scripts/train.py'],
    sources: [accelerate('src/accelerate/commands/launch.py'), trl('trl/scripts/sft.py')],
  }),
  trainer: choice({
    default: { cases: [{ when: when('output.script', null, 'trl sft'), value: 'trl' }], otherwise: 'transformers' },
    level: 'advanced',
    choices: ['transformers', 'trl', 'mlperf'],
    sources: [
      transformers('src/transformers/training_args.py'),
      trl('trl/trainer/sft_config.py'),
      page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py'),
    ],
  }),
  output_dir: text({
    default: 'output',
    level: 'advanced',
    pattern: '^[^\\n\\r]+$',
    emits: {
      trainer: 'output_dir',
      trl: 'output_dir',
      mlperf: 'output_dir',
      axolotl: 'output_dir',
      'llama-factory': 'output_dir',
      'ms-swift': 'output_dir',
    },
    sources: [transformers('src/transformers/training_args.py')],
  }),
  deepspeed_json: toggle({
    default: false,
    level: 'advanced',
    appliesWhen: usesDeepspeed,
    sources: [accelerate('src/accelerate/utils/dataclasses.py:1507')],
  }),
  deepspeed_gradient_clipping: choice({
    default: 'value',
    absent: 'absent',
    level: 'expert',
    choices: ['value', 'auto', 'absent'],
    appliesWhen: deepspeedOurs,
    sources: [
      accelerate('src/accelerate/utils/dataclasses.py:1233'),
      page('https://github.com/huggingface/accelerate/pull/2649'),
    ],
  }),
  deepspeed_gradient_accumulation_steps: choice({
    default: 'value',
    absent: 'absent',
    level: 'expert',
    choices: ['value', 'auto', 'absent'],
    appliesWhen: deepspeedOurs,
    sources: [accelerate('src/accelerate/accelerator.py:546')],
  }),
  target_eval_loss: number({
    default: 0.925,
    level: 'known',
    min: 0,
    appliesWhen: all(when('output.trainer', 'mlperf')),
    emits: { mlperf: 'target_eval_loss' },
    sources: [page('https://github.com/mlcommons/training_policies/blob/master/training_rules.adoc')],
  }),
})
