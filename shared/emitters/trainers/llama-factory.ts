/** LLaMA-Factory: a YAML file for `llamafactory-cli train`, and the description of its dataset. */
import type { Run } from '../../config.ts'
import { quantized, usesDeepspeed } from '../../fields/conditions.ts'
import { not, when } from '../../fields/when.ts'
import { cite } from '../../source.ts'
import { newest } from '../../tools/index.ts'
import type { EmittedFile } from '../emitter.ts'
import { countsSteps, dora, evaluates, full, int8, nf4, warmupShare, warmupSteps } from './conditions.ts'
import { datasetName, testName } from './dataset-names.ts'
import { deepspeedInJson, torchrunVariables } from './launching.ts'
import { accelerateOnly, notInJson } from './losses.ts'
import { type Row, trainer } from './trainer.ts'

const rows: readonly Row[] = [
  { name: 'model_name_or_path', key: 'model.id', as: 'reference' },
  { name: 'stage', value: 'sft' },
  { name: 'do_train', value: true },
  { name: 'finetuning_type', value: 'full', when: full },
  { name: 'finetuning_type', value: 'lora' },
  { name: 'use_dora', value: true, when: dora },
  { name: 'quantization_bit', value: 4, when: nf4 },
  { name: 'quantization_bit', value: 8, when: int8 },
  { name: 'quantization_method', value: 'bnb', when: nf4 },
  { name: 'quantization_method', value: 'bnb', when: int8 },
  { name: 'quantization_type', value: 'nf4', when: nf4 },
  {
    name: 'lora_target',
    key: 'lora.target_modules',
    values: { 'all-linear': 'all' },
    when: when('lora.target_modules', 'all-linear'),
  },
  { name: 'lora_target', key: 'lora.target_modules' },
  // Refused beside quantized weights (hparams/parser.py, _verify_model_args).
  {
    name: 'pissa_init',
    key: 'lora.init_lora_weights',
    values: { pissa: true },
    when: not(quantized),
  },
  // Packed samples that don't see one another, as with TRL.
  { name: 'neat_packing', key: 'data.packing', values: { true: true } },
  { name: 'packing', key: 'data.packing' },
  { name: 'output_dir', key: 'output.output_dir', as: 'reference' },
  { name: 'dataset', key: 'data.dataset', as: 'name' },
  { name: 'eval_dataset', key: 'data.dataset', as: 'test-name', when: evaluates },
  { name: 'dataset_dir', value: '.' },
  { name: 'train_on_prompt', key: 'data.assistant_only_loss', values: { false: true } },
  {
    name: 'flash_attn',
    key: 'training.attn_implementation',
    values: { sdpa: 'sdpa', flash_attention_2: 'fa2', flash_attention_3: 'fa3', eager: 'disabled' },
  },
  { name: 'disable_gradient_checkpointing', key: 'training.gradient_checkpointing', values: { false: true } },
  { name: 'enable_liger_kernel', key: 'training.use_liger_kernel' },
  { name: 'warmup_ratio', key: 'training.warmup_steps', when: warmupShare },
  { name: 'warmup_steps', key: 'training.warmup_steps', as: 'whole', when: warmupSteps },
  { name: 'max_steps', key: 'training.max_steps', when: countsSteps },
  { name: 'deepspeed', key: 'deepspeed.deepspeed_config_file', when: usesDeepspeed },
]

/** Rows of conversations under OpenAI's names, as TRL reads them. */
const conversations = {
  formatting: 'sharegpt',
  columns: { messages: 'messages' },
  tags: {
    role_tag: 'role',
    content_tag: 'content',
    user_tag: 'user',
    assistant_tag: 'assistant',
    system_tag: 'system',
  },
}

const isFile = (dataset: string): boolean => /\.(?:jsonl?|csv|parquet|arrow|txt)$/i.test(dataset)

function datasetInfo({ config }: Run): readonly EmittedFile[] {
  const dataset = config['data.dataset']
  if (dataset === null) return []
  const source = isFile(dataset) ? { file_name: dataset } : { hf_hub_url: dataset }
  const test =
    config['training.eval_strategy'] === 'no'
      ? {}
      : { [testName(dataset)]: { ...source, split: 'test', ...conversations } }
  const text = `${JSON.stringify({ [datasetName(dataset)]: { ...source, ...conversations }, ...test }, null, 2)}\n`
  return [{ path: 'dataset_info.json', text }]
}

export const llamaFactory = trainer({
  id: 'llama-factory',
  title: 'LLaMA-Factory',
  kind: 'llama-factory',
  tool: 'llamafactory',
  section: 'train',
  target: 'llama-factory',
  packages: ({ config }) => [
    `llamafactory==${newest.llamafactory}`,
    ...(config['accelerate.distributed_type'] === 'DEEPSPEED' ? ['deepspeed'] : []),
    ...(config['method.quantization'] === 'none' ? [] : ['bitsandbytes']),
    ...(config['training.use_liger_kernel'] ? ['liger-kernel'] : []),
  ],
  file: 'llama-factory.yaml',
  rows,
  left: [],
  losses: [
    { why: 'no-setting', keys: ['lora.bias'] },
    { why: 'no-value', keys: ['lora.init_lora_weights', 'training.attn_implementation', 'accelerate.mixed_precision'] },
    { why: 'own-settings', keys: ['fsdp.*'] },
    { why: 'whole-number', keys: ['training.warmup_steps'] },
    { why: 'comma', keys: ['data.dataset'] },
    { why: 'reference', keys: ['model.id', 'output.output_dir'] },
    accelerateOnly,
    notInJson,
  ],
  under: deepspeedInJson,
  beside: datasetInfo,
  environment: (run) => [['FORCE_TORCHRUN', '1'], ...torchrunVariables(run)],
  command: () => [['llamafactory-cli', 'train', 'llama-factory.yaml']],
  sources: [
    cite('llamafactory', '0.9.5', 'src/llamafactory/hparams/finetuning_args.py', '2026-12-01'),
    cite('llamafactory', '0.9.5', 'src/llamafactory/launcher.py', '2026-12-01'),
    cite('llamafactory', '0.9.5', 'src/llamafactory/data/parser.py', '2026-12-01'),
  ],
})
