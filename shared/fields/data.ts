/** What the model is trained on, as far as memory and speed depend on it. */
import { page, trl } from '../source.ts'
import { group, integer, text, toggle } from './field.ts'
import { when } from './when.ts'

export const data = group('data', {
  sequence_length: integer({
    default: 2048,
    level: 'basic',
    min: 1,
    max: 10_000_000,
    suggest: [512, 1024, 2048, 4096, 8192, 16_384, 32_768],
    unit: 'tokens',
    emits: {
      trainer: 'max_length',
      trl: 'max_length',
      mlperf: 'max_seq_len',
      axolotl: 'sequence_len',
      'llama-factory': 'cutoff_len',
      'ms-swift': 'max_length',
    },
    sources: [trl('trl/trainer/sft_config.py'), page('https://arxiv.org/abs/2307.08691')],
  }),
  packing: toggle({
    default: false,
    level: 'advanced',
    emits: {
      trainer: 'packing',
      trl: 'packing',
      axolotl: 'sample_packing',
      'llama-factory': 'packing',
      'ms-swift': 'packing',
    },
    sources: [trl('trl/trainer/sft_config.py'), page('https://arxiv.org/abs/2407.09105')],
  }),
  mean_length: integer({
    default: null,
    level: 'known',
    min: 1,
    max: 10_000_000,
    unit: 'tokens',
    sources: [page('https://arxiv.org/abs/2407.09105', '2026-12-01')],
  }),
  length_histogram: text({
    default: null,
    level: 'known',
    pattern: '^\\d+:\\d+(,\\d+:\\d+)*$',
    sources: [page('https://arxiv.org/abs/2407.09105', '2026-12-01')],
  }),
  assistant_only_loss: toggle({
    // TRL's script fails with rows that are no conversations, or with a chat template that it does not know.
    default: { cases: [{ when: when('output.script', null), value: true }], otherwise: false },
    level: 'advanced',
    appliesWhen: when('output.trainer', 'trl'),
    emits: { trl: 'assistant_only_loss' },
    sources: [trl('trl/trainer/sft_config.py'), trl('trl/chat_template_utils.py')],
  }),
  dataset: text({
    // Neither script starts without one; this is the one that TRL's own examples use.
    default: { cases: [{ when: when('output.script', null, 'trl sft'), value: 'trl-lib/Capybara' }], otherwise: null },
    level: 'advanced',
    emits: {
      trainer: 'dataset_name',
      trl: 'dataset_name',
      mlperf: 'dataset_path',
      'llama-factory': 'dataset',
      'ms-swift': 'dataset',
    },
    sources: [trl('trl/scripts/utils.py')],
  }),
})
