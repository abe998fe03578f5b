/** Known faults of TRL. */
import { all, when } from '../fields/when.ts'
import { type Fault, thread } from './fault.ts'
import { fourBit, fsdp, zero } from './settings.ts'

export const trlFaults: readonly Fault[] = [
  {
    id: 'trl/assistant-loss-ignored-with-liger',
    package: 'trl',
    releases: '<0.22.0',
    when: all(when('data.assistant_only_loss', true), when('training.use_liger_kernel', true)),
    effect: 'wrong',
    title:
      'Potential oversight or incompatibility in `SFTTrainer`: `assistant_only_loss=True` silently ignored when `use_liger_kernel=True`',
    thread: thread('https://github.com/huggingface/trl/issues/3781'),
    proof: 'source',
  },
  {
    id: 'trl/assistant-loss-ignored-with-packing',
    package: 'trl',
    releases: '<0.20.0',
    when: all(when('data.assistant_only_loss', true), when('data.packing', true)),
    effect: 'wrong',
    title: 'The assistant_only_loss field becomes ineffective when packing=True is enabled.',
    thread: thread('https://github.com/huggingface/trl/issues/3728'),
    proof: 'source',
  },
  {
    id: 'trl/qlora-with-fsdp',
    package: 'trl',
    releases: '<=0.11.4',
    when: all(fsdp, fourBit),
    effect: 'fails',
    title: 'Use PEFT QLoRA and FSDP for finetuning large models on multiple GPUs',
    thread: thread('https://huggingface.co/docs/peft/main/en/accelerate/fsdp'),
    proof: 'thread',
  },
  {
    id: 'trl/qlora-with-zero3',
    package: 'trl',
    releases: '<=0.11.4',
    when: all(zero(3), fourBit),
    effect: 'fails',
    title: 'Use PEFT QLoRA and DeepSpeed with ZeRO3 for finetuning large models on multiple GPUs',
    thread: thread('https://huggingface.co/docs/peft/main/en/accelerate/deepspeed'),
    proof: 'thread',
  },
]
