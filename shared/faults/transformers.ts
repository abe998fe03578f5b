/** Known faults of Transformers. */
import { above, all } from '../fields/when.ts'
import { type Fault, thread } from './fault.ts'
import { fourBit, fsdp, zero } from './settings.ts'

export const transformersFaults: readonly Fault[] = [
  {
    id: 'transformers/accumulated-loss-multiplied',
    package: 'transformers',
    releases: '>=4.46.0 <4.46.3',
    when: above('training.gradient_accumulation_steps', 1),
    effect: 'wrong',
    title: 'New GA fix causes training loss multiple times higher across the board (5x to 10x higher)',
    thread: thread('https://github.com/huggingface/transformers/issues/34263'),
    proof: 'source',
  },
  {
    id: 'transformers/accumulated-dpo-loss',
    package: 'transformers',
    releases: '=4.48.1',
    when: above('training.gradient_accumulation_steps', 1),
    effect: 'wrong',
    title: 'DPO LoRA loss incorrect with Gradient Accumulation in 4.48.1',
    thread: thread('https://github.com/huggingface/transformers/issues/35856'),
    proof: 'reported',
  },
  {
    id: 'transformers/loss-rises-after-4.48.0',
    package: 'transformers',
    releases: '=4.48.0',
    when: above('training.gradient_accumulation_steps', 1),
    effect: 'wrong',
    title: 'Significant Increase in Training Loss after Upgrading from Transformers 4.47.1 to 4.48.0',
    thread: thread('https://github.com/huggingface/transformers/issues/35787'),
    proof: 'reported',
  },
  {
    id: 'transformers/qlora-fsdp-save-fails',
    package: 'transformers',
    releases: '<4.44.1',
    when: all(fsdp, fourBit),
    effect: 'fails',
    title: 'QLORA + FSDP distributed fine-tuning failed at the end during model saving stage',
    thread: thread('https://github.com/huggingface/transformers/issues/31675'),
    proof: 'thread',
  },
  {
    id: 'transformers/qlora-with-zero3',
    package: 'transformers',
    releases: '<=4.44.2',
    when: all(zero(3), fourBit),
    effect: 'fails',
    title: 'Use PEFT QLoRA and DeepSpeed with ZeRO3 for finetuning large models on multiple GPUs',
    thread: thread('https://huggingface.co/docs/peft/main/en/accelerate/deepspeed'),
    proof: 'thread',
  },
]
