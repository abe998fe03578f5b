/** ms-swift: one YAML file for `swift sft`. */
import { usesDeepspeed } from '../../fields/conditions.ts'
import { cite } from '../../source.ts'
import { newest } from '../../tools/index.ts'
import { countsSteps, dora, dtypes, evaluates, full, int8, nf4, warmupShare, warmupSteps } from './conditions.ts'
import { deepspeedInJson, torchrunVariables } from './launching.ts'
import { accelerateOnly, notInJson } from './losses.ts'
import { type Row, trainer } from './trainer.ts'

/** The share of the training data that is held back, where a run is evaluated: ms-swift doesn't know the splits of a dataset. */
const heldBack = 0.05

const rows: readonly Row[] = [
  // Every value becomes a word of a command (swift/cli/main.py, parse_yaml_args).
  { name: 'model', key: 'model.id', as: 'word' },
  // Without it, models and datasets are looked for on ModelScope.
  { name: 'use_hf', value: true },
  // Without it, the output goes to a folder inside of the one that is named.
  { name: 'add_version', value: false },
  { name: 'tuner_type', value: 'full', when: full },
  { name: 'tuner_type', value: 'lora' },
  { name: 'use_dora', value: true, when: dora },
  { name: 'quant_method', value: 'bnb', when: nf4 },
  { name: 'quant_method', value: 'bnb', when: int8 },
  { name: 'quant_bits', value: 4, when: nf4 },
  { name: 'quant_bits', value: 8, when: int8 },
  { name: 'bnb_4bit_quant_type', value: 'nf4', when: nf4 },
  { name: 'torch_dtype', key: 'accelerate.mixed_precision', values: dtypes },
  { name: 'bf16', key: 'accelerate.mixed_precision', values: { bf16: true, fp8: true, fp16: false, no: false } },
  { name: 'fp16', key: 'accelerate.mixed_precision', values: { bf16: false, fp8: false, fp16: true, no: false } },
  { name: 'target_modules', key: 'lora.target_modules', as: 'items' },
  { name: 'modules_to_save', key: 'lora.modules_to_save', as: 'items' },
  { name: 'lora_bias', key: 'lora.bias', values: { none: 'none', all: 'all' } },
  {
    name: 'init_weights',
    key: 'lora.init_lora_weights',
    values: { true: 'true', false: 'false', gaussian: 'gaussian', pissa: 'pissa', olora: 'olora' },
  },
  { name: 'dataset', key: 'data.dataset', as: 'words' },
  { name: 'output_dir', key: 'output.output_dir', as: 'word' },
  { name: 'split_dataset_ratio', value: heldBack, when: evaluates },
  { name: 'loss_scale', key: 'data.assistant_only_loss', values: { false: 'all' } },
  { name: 'warmup_ratio', key: 'training.warmup_steps', when: warmupShare },
  { name: 'warmup_steps', key: 'training.warmup_steps', as: 'whole', when: warmupSteps },
  { name: 'max_steps', key: 'training.max_steps', when: countsSteps },
  { name: 'deepspeed', key: 'deepspeed.deepspeed_config_file', when: usesDeepspeed },
]

export const msSwift = trainer({
  id: 'ms-swift',
  title: 'ms-swift',
  kind: 'ms-swift',
  tool: 'ms-swift',
  section: 'sft',
  target: 'ms-swift',
  packages: ({ config }) => [
    `ms-swift==${newest['ms-swift']}`,
    ...(config['accelerate.distributed_type'] === 'DEEPSPEED' ? ['deepspeed'] : []),
    ...(config['method.quantization'] === 'none' ? [] : ['bitsandbytes']),
    ...(config['training.use_liger_kernel'] ? ['liger-kernel'] : []),
  ],
  file: 'ms-swift.yaml',
  rows,
  left: ['training.bf16', 'training.fp16'],
  losses: [
    { why: 'no-value', keys: ['lora.bias', 'lora.init_lora_weights', 'accelerate.mixed_precision'] },
    { why: 'own-settings', keys: ['fsdp.*'] },
    { why: 'dash', keys: ['model.id', 'data.dataset', 'output.output_dir'] },
    { why: 'whole-number', keys: ['training.warmup_steps'] },
    accelerateOnly,
    notInJson,
  ],
  under: deepspeedInJson,
  environment: torchrunVariables,
  command: () => [['swift', 'sft', 'ms-swift.yaml']],
  sources: [
    cite('ms-swift', '4.6.0', 'swift/arguments/sft_args.py', '2026-12-01'),
    cite('ms-swift', '4.6.0', 'swift/cli/main.py', '2026-12-01'),
  ],
})
