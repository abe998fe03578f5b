/** What DeepSpeed does with a JSON and none of its classes says. */
import { accelerate, cite, type Source } from '../../source.ts'

const at = (place: string): Source => cite('deepspeed', '0.19.8', place, '2026-12-01')

/** Top-level keys that Accelerate reads from the JSON, and DeepSpeed does not. */
export const ownOfAccelerate = ['msamp'] as const
export const ownOfAccelerateSource: Source = accelerate('src/accelerate/utils/dataclasses.py:1430')

interface Listed {
  readonly values: readonly string[]
  readonly nullable: boolean
  readonly source: Source
}

/** Names whose values DeepSpeed compares with a list in its code, in lower case. */
export const listedInCode: Readonly<Record<string, Listed>> = {
  communication_data_type: {
    values: ['fp32', 'fp16', 'bf16'],
    nullable: true,
    source: at('deepspeed/runtime/config.py:216'),
  },
  seq_parallel_communication_data_type: {
    values: ['fp32', 'fp16', 'bf16'],
    nullable: true,
    source: at('deepspeed/runtime/config.py:216'),
  },
  gradient_allreduce_op: { values: ['mean', 'sum'], nullable: false, source: at('deepspeed/runtime/config.py:241') },
}

/**
 * Blocks that may be something else than a mapping: null, a list or a text in which names are looked for, anything that
 * counts as false, or anything at all.
 */
export const blocksThatHoldMore: Readonly<Record<string, 'null' | 'list' | 'nothing' | 'anything'>> = {
  aio: 'null',
  'optimizer.params': 'null',
  'scheduler.params': 'null',
  'zero_optimization.offload_param': 'null',
  timers: 'list',
  expert_parallel: 'nothing',
}

/** Flags without a value that earlier releases of the launcher had. */
export const removedSwitches = ['elastic_training'] as const
