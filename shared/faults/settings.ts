/** Conditions that several faults share. */
import { above, all, type When, when } from '../fields/when.ts'

export const deepspeed: When = when('accelerate.distributed_type', 'DEEPSPEED')
export const fsdp: When = when('accelerate.distributed_type', 'FSDP')
export const zero = (...stages: readonly number[]): When => all(deepspeed, when('deepspeed.zero_stage', ...stages))
export const fsdp1: When = all(fsdp, when('fsdp.fsdp_version', 1))
export const fsdp2: When = all(fsdp, when('fsdp.fsdp_version', 2))
export const adapter: When = when('method.name', 'lora', 'qlora', 'dora')
export const fourBit: When = when('method.quantization', 'nf4')
export const eightBit: When = when('method.quantization', 'int8')
export const bf16: When = when('accelerate.mixed_precision', 'bf16')
export const accumulated: When = above('training.gradient_accumulation_steps', 1)
export const offloaded: When = when('deepspeed.offload_optimizer_device', 'cpu')
