/** Conditions that the tables of several trainers share. */
import { usesAdapter, usesDeepspeed, usesFsdp } from '../../fields/conditions.ts'
import { above, all, any, not, when } from '../../fields/when.ts'

export const nf4 = all(usesAdapter, when('method.quantization', 'nf4'))
export const int8 = all(usesAdapter, when('method.quantization', 'int8'))
export const dora = when('method.name', 'dora')
export const full = when('method.name', 'full')
export const countsSteps = above('training.max_steps', 0)
export const evaluates = not(when('training.eval_strategy', 'no'))
/** A warmup of less than 1 is a share of the steps. */
export const warmupSteps = any(above('training.warmup_steps', 1), when('training.warmup_steps', 1))
export const warmupShare = not(warmupSteps)
/** Frozen weights that several processes hold parts of. */
export const divided = any(usesFsdp, all(usesDeepspeed, when('deepspeed.zero_stage', 3)))

/** The type of weights and of what is computed, by precision. */
export const dtypes = { bf16: 'bfloat16', fp16: 'float16', no: 'float32', fp8: 'bfloat16' } as const
