/** axolotl: one YAML file for `axolotl train`. */
import type { Run } from '../../config.ts'
import { usesAdapter, usesDeepspeed, usesFsdp } from '../../fields/conditions.ts'
import { all, not, when } from '../../fields/when.ts'
import { cite } from '../../source.ts'
import { newest } from '../../tools/index.ts'
import type { Phrase } from '../emitter.ts'
import { countsSteps, dora, evaluates, int8, nf4, warmupShare, warmupSteps } from './conditions.ts'
import { deepspeedInJson, torchrunFlags } from './launching.ts'
import { accelerateOnly, notInJson } from './losses.ts'
import { type Row, trainer } from './trainer.ts'

/** Keys of `fsdp_config` (FSDPConfig) and their options, which have a prefix. */
const sharding = [
  'reshard_after_forward',
  'offload_params',
  'transformer_layer_cls_to_wrap',
  'min_num_params',
  'state_dict_type',
  'use_orig_params',
  'cpu_ram_efficient_loading',
  'sync_module_states',
  'activation_checkpointing',
] as const

const rows: readonly Row[] = [
  { name: 'base_model', key: 'model.id' },
  { name: 'datasets', key: 'data.dataset', as: 'chat' },
  { name: 'test_datasets', key: 'data.dataset', as: 'chat-test', when: evaluates },
  { name: 'train_on_inputs', key: 'data.assistant_only_loss', values: { false: true } },
  { name: 'adapter', value: 'qlora', when: nf4 },
  { name: 'adapter', value: 'lora', when: usesAdapter },
  { name: 'load_in_4bit', value: true, when: nf4 },
  { name: 'load_in_8bit', value: true, when: int8 },
  { name: 'peft_use_dora', value: true, when: dora },
  { name: 'lora_target_linear', value: true, when: all(usesAdapter, when('lora.target_modules', 'all-linear')) },
  {
    name: 'lora_target_modules',
    key: 'lora.target_modules',
    as: 'items',
    when: not(when('lora.target_modules', 'all-linear')),
  },
  { name: 'lora_modules_to_save', key: 'lora.modules_to_save', as: 'items' },
  {
    name: 'peft_init_lora_weights',
    key: 'lora.init_lora_weights',
    values: { true: true, false: false, gaussian: 'gaussian', pissa: 'pissa', olora: 'olora', eva: 'eva' },
  },
  { name: 'bf16', key: 'accelerate.mixed_precision', values: { bf16: true, fp8: true, fp16: false, no: false } },
  { name: 'fp16', key: 'accelerate.mixed_precision', values: { fp16: true } },
  { name: 'warmup_ratio', key: 'training.warmup_steps', when: warmupShare },
  { name: 'warmup_steps', key: 'training.warmup_steps', as: 'whole', when: warmupSteps },
  { name: 'max_steps', key: 'training.max_steps', when: countsSteps },
  { name: 'use_tensorboard', key: 'training.report_to', values: { tensorboard: true } },
  { name: 'use_wandb', key: 'training.report_to', values: { wandb: true } },
  { name: 'use_trackio', key: 'training.report_to', values: { trackio: true } },
  { name: 'deepspeed', key: 'deepspeed.deepspeed_config_file', when: usesDeepspeed },
  { name: 'fsdp_version', key: 'fsdp.fsdp_version', when: usesFsdp },
  {
    name: 'fsdp_config.auto_wrap_policy',
    key: 'fsdp.fsdp_auto_wrap_policy',
    values: { TRANSFORMER_BASED_WRAP: 'TRANSFORMER_BASED_WRAP', SIZE_BASED_WRAP: 'SIZE_BASED_WRAP' },
    when: usesFsdp,
  },
  // axolotl refuses the pair: loading on one process would wait for ever (schemas/validation.py, check_fsdp2_cpu_ram_efficient_loading).
  {
    name: 'fsdp_config.cpu_ram_efficient_loading',
    key: 'fsdp.fsdp_cpu_ram_efficient_loading',
    values: { true: false, false: false },
    when: all(usesFsdp, when('fsdp.fsdp_version', 2), nf4),
  },
  ...sharding.map((name): Row => ({ name: `fsdp_config.${name}`, key: `fsdp.fsdp_${name}`, when: usesFsdp })),
]

/** What `axolotl train` starts by itself, spelled out, so that the number of processes is in sight. */
function command(run: Run): readonly Phrase[] {
  const several = torchrunFlags(run)
  const program: Phrase = [several.length > 0 ? 'torchrun' : 'python']
  return [program, ...several, ['-m', 'axolotl.cli.train'], ['axolotl.yaml']]
}

export const axolotl = trainer({
  id: 'axolotl',
  title: 'axolotl',
  kind: 'axolotl',
  tool: 'axolotl',
  section: 'AxolotlInputConfig',
  target: 'axolotl',
  packages: ({ config }) => [
    `axolotl${config['accelerate.distributed_type'] === 'DEEPSPEED' ? '[deepspeed]' : ''}==${newest.axolotl}`,
  ],
  file: 'axolotl.yaml',
  rows,
  left: [],
  losses: [
    {
      why: 'no-setting',
      keys: [
        'method.double_quant',
        'lora.bias',
        'training.use_liger_kernel',
        'fsdp.fsdp_sharding_strategy',
        'fsdp.fsdp_backward_prefetch',
        'fsdp.fsdp_forward_prefetch',
        'fsdp.fsdp_activation_checkpointing_offload',
        'fsdp.fsdp_ignored_modules',
      ],
    },
    { why: 'no-value', keys: ['lora.init_lora_weights', 'fsdp.fsdp_auto_wrap_policy', 'accelerate.mixed_precision'] },
    { why: 'whole-number', keys: ['training.warmup_steps'] },
    { why: 'refused-pair', keys: ['fsdp.fsdp_cpu_ram_efficient_loading'] },
    accelerateOnly,
    notInJson,
  ],
  trusted: ['data.packing'],
  under: deepspeedInJson,
  command,
  sources: [
    cite('axolotl', '0.19.0', 'src/axolotl/utils/schemas/config.py', '2026-12-01'),
    cite('axolotl', '0.19.0', 'src/axolotl/cli/utils/train.py', '2026-12-01'),
  ],
})
