/** The model that is fine-tuned. */
import { page, transformers, trl } from '../source.ts'
import { choice, group, text } from './field.ts'
import { when } from './when.ts'

export const model = group('model', {
  id: text({
    default: 'meta-llama/Llama-3.1-8B',
    level: 'basic',
    pattern: '^[^\\s].*$',
    emits: { trainer: 'model_name_or_path', trl: 'model_name_or_path', mlperf: 'model_path' },
    sources: [page('https://huggingface.co/docs/transformers/main_classes/model')],
  }),
  dtype: choice({
    default: {
      cases: [
        { when: when('accelerate.mixed_precision', 'no'), value: 'float32' },
        { when: when('accelerate.mixed_precision', 'fp16'), value: 'float16' },
      ],
      otherwise: 'bfloat16',
    },
    level: 'known',
    choices: ['bfloat16', 'float16', 'float32'],
    sources: [trl('trl/trainer/model_config.py'), transformers('src/transformers/modeling_utils.py')],
  }),
  config_file: text({
    default: null,
    level: 'expert',
    written: 'given',
    sources: [transformers('src/transformers/configuration_utils.py')],
  }),
})
