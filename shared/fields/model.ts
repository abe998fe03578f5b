/** The model that is fine-tuned. */
import { page, transformers } from '../source.ts'
import { group, text } from './field.ts'

export const model = group('model', {
  id: text({
    default: 'meta-llama/Llama-3.1-8B',
    level: 'basic',
    pattern: '^[^\\s].*$',
    emits: { trainer: 'model_name_or_path', trl: 'model_name_or_path', mlperf: 'model_path' },
    sources: [page('https://huggingface.co/docs/transformers/main_classes/model')],
  }),
  config_file: text({
    default: null,
    level: 'expert',
    written: 'given',
    sources: [transformers('src/transformers/configuration_utils.py')],
  }),
})
