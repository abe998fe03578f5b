/** TRL: a YAML file for `trl sft`, beside the Accelerate file. */
import { usesAdapter, usesDeepspeed } from '../../fields/conditions.ts'
import { all, when } from '../../fields/when.ts'
import { requirements } from '../../requirements.ts'
import { trl as at } from '../../source.ts'
import { countsSteps, divided, dora, dtypes, int8, nf4 } from './conditions.ts'
import { type Row, trainer } from './trainer.ts'

/** Keys of ModelConfig and SFTConfig that are not one option with the same value. */
export const trlRows: readonly Row[] = [
  { name: 'dtype', key: 'accelerate.mixed_precision', values: dtypes },
  { name: 'bf16', key: 'training.bf16' },
  { name: 'fp16', key: 'training.fp16', values: { true: true } },
  // DeepSpeed computes in bf16 around fp8, and the Trainer has to be told so.
  {
    name: 'bf16_full_eval',
    value: true,
    when: all(when('accelerate.mixed_precision', 'fp8'), usesDeepspeed),
  },
  { name: 'use_peft', value: true, when: usesAdapter },
  { name: 'use_dora', value: true, when: dora },
  { name: 'load_in_4bit', value: true, when: nf4 },
  { name: 'bnb_4bit_quant_type', value: 'nf4', when: nf4 },
  // Four-bit weights are divided only under a type that FSDP and ZeRO-3 can divide.
  { name: 'bnb_4bit_quant_storage', key: 'accelerate.mixed_precision', values: dtypes, when: all(nf4, divided) },
  { name: 'load_in_8bit', value: true, when: int8 },
  { name: 'lora_target_modules', key: 'lora.target_modules', as: 'items' },
  { name: 'lora_modules_to_save', key: 'lora.modules_to_save', as: 'items' },
  { name: 'max_steps', key: 'training.max_steps', when: countsSteps },
]

export const trl = trainer({
  id: 'trl',
  title: 'TRL',
  kind: 'trl',
  tool: 'trl',
  section: 'sft',
  target: 'trl',
  packages: (run) => requirements(run),
  file: 'trl.yaml',
  rows: trlRows,
  left: [],
  losses: [
    { why: 'no-setting', keys: ['lora.bias', 'lora.init_lora_weights'] },
    { why: 'not-accelerate', keys: ['accelerate.dynamo_backend'] },
    { why: 'own-machines', keys: ['accelerate.compute_environment'] },
  ],
  command: () => [
    ['-m', 'trl.scripts.sft'],
    ['--config', 'trl.yaml'],
  ],
  accelerate: true,
  sources: [at('trl/scripts/sft.py'), at('trl/trainer/sft_config.py'), at('trl/trainer/model_config.py')],
})
