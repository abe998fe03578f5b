/** Values that `accelerate launch` hands to its workers as a text, and what the workers' classes make of it. */
import { isWhole, truthOf } from '../../python/values.ts'
import { accelerate as at, type Source } from '../../source.ts'

/** When a worker looks at a value. */
export type ReadWhen = 'transformer-engine' | 'torchao' | 'msamp' | 'parallelism' | 'context' | 'sequence'

export interface WorkerValue {
  /** The argument of the launcher. */
  readonly argument: string
  /** The captured class and its field, which say the kind and the choices. */
  readonly home: readonly [section: string, name: string]
  readonly read: ReadWhen
  /** The class changes the letters before it compares. */
  readonly letters?: 'upper' | 'lower'
  /** Values that the class compares with in its code. */
  readonly values?: readonly string[]
  /** Further values that the code takes. */
  readonly also?: (text: string) => boolean
  /** Handed on as the text None where the file says null. */
  readonly handsOnNull?: true
  readonly source: Source
}

const transformerEngine = (name: string, more: Partial<WorkerValue> = {}): WorkerValue => ({
  argument: name.startsWith('fp8_') ? name : `fp8_${name}`,
  home: ['TERecipeKwargs', name],
  read: 'transformer-engine',
  source: at('src/accelerate/utils/dataclasses.py:408-436'),
  ...more,
})
const torchao = (name: string): WorkerValue => ({
  argument: `fp8_${name}`,
  home: ['AORecipeKwargs', name],
  read: 'torchao',
  source: at('src/accelerate/utils/dataclasses.py:347-353'),
})
const parallelism = (name: string, more: Pick<WorkerValue, 'home' | 'read'> & Partial<WorkerValue>): WorkerValue => ({
  argument: `parallelism_config_${name}`,
  handsOnNull: true,
  source: at('src/accelerate/parallelism_config.py:305-320'),
  ...more,
})

export const workerValues: readonly WorkerValue[] = [
  transformerEngine('use_autocast_during_eval'),
  transformerEngine('margin'),
  transformerEngine('interval'),
  transformerEngine('fp8_format', { letters: 'upper' }),
  transformerEngine('amax_history_len'),
  transformerEngine('amax_compute_algo', { letters: 'lower' }),
  transformerEngine('use_mxfp8_block_scaling'),
  torchao('pad_inner_dim'),
  torchao('enable_fsdp_float8_all_gather'),
  {
    argument: 'fp8_opt_level',
    home: ['MSAMPRecipeKwargs', 'opt_level'],
    read: 'msamp',
    source: at('src/accelerate/utils/dataclasses.py:448-453'),
  },
  parallelism('cp_backend', { home: ['ParallelismConfig', 'cp_backend'], read: 'parallelism' }),
  parallelism('sp_backend', { home: ['ParallelismConfig', 'sp_backend'], read: 'parallelism' }),
  parallelism('cp_comm_strategy', {
    home: ['TorchContextParallelConfig', 'cp_comm_strategy'],
    read: 'context',
    values: ['allgather', 'alltoall'],
    source: at('src/accelerate/utils/dataclasses.py:2246'),
  }),
  parallelism('sp_attn_implementation', {
    home: ['DeepSpeedSequenceParallelConfig', 'sp_attn_implementation'],
    read: 'sequence',
    values: ['flash_attention_2', 'flash_attention_3', 'sdpa'],
    // A kernel of the Hub.
    also: (text) => text.includes('/') && text.includes('flash-attn'),
    source: at('src/accelerate/utils/dataclasses.py:2292-2309'),
  }),
]

/** Whether a text can be turned into a kind that a class declares; a kind that isn't known here takes everything. */
export function fitsKind(kind: string | undefined, text: string): boolean {
  if (kind === 'int') return isWhole(text)
  return kind !== 'bool' || truthOf(text) !== undefined
}
