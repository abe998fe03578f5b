/** What the Trainer does with the configuration of DeepSpeed: which values it compares with its own, and which "auto" it fills in. */
import { cite, type Source } from '../../source.ts'

const at = (lines: string): Source =>
  cite('transformers', '5.24.0', `src/transformers/integrations/deepspeed.py:${lines}`, '2026-12-01')

/** A value that must be the same on both sides, or the Trainer stops when training begins (HfTrainerDeepSpeedConfig.fill_match). */
export interface ComparedValue {
  /** In DeepSpeed's JSON. */
  readonly key: string
  /** The arguments of the script: one for each number of the key. */
  readonly arguments: readonly string[]
  readonly about:
    | 'batch-size'
    | 'whole-batch-size'
    | 'accumulation'
    | 'clipping'
    | 'learning-rate'
    | 'optimizer'
    | 'scheduler'
    | 'precision'
  /** What is compared instead of the argument; undefined: it depends on the data. */
  readonly compared?: (value: number) => number | undefined
  readonly source: Source
}

export const comparedValues: readonly ComparedValue[] = [
  {
    key: 'train_micro_batch_size_per_gpu',
    arguments: ['per_device_train_batch_size'],
    about: 'batch-size',
    source: at('144-149'),
  },
  {
    key: 'gradient_accumulation_steps',
    arguments: ['gradient_accumulation_steps'],
    about: 'accumulation',
    source: at('150-154'),
  },
  // Calculated from the two above and the number of processes.
  { key: 'train_batch_size', arguments: [], about: 'whole-batch-size', source: at('155-160') },
  { key: 'gradient_clipping', arguments: ['max_grad_norm'], about: 'clipping', source: at('161') },
  { key: 'optimizer.params.lr', arguments: ['learning_rate'], about: 'learning-rate', source: at('163') },
  { key: 'optimizer.params.betas', arguments: ['adam_beta1', 'adam_beta2'], about: 'optimizer', source: at('164-168') },
  { key: 'optimizer.params.eps', arguments: ['adam_epsilon'], about: 'optimizer', source: at('169') },
  { key: 'optimizer.params.weight_decay', arguments: ['weight_decay'], about: 'optimizer', source: at('170') },
  { key: 'scheduler.params.warmup_max_lr', arguments: ['learning_rate'], about: 'scheduler', source: at('173') },
  { key: 'fp16.enabled', arguments: ['fp16'], about: 'precision', source: at('183') },
  { key: 'bf16.enabled', arguments: ['bf16'], about: 'precision', source: at('184') },
  {
    key: 'scheduler.params.total_num_steps',
    arguments: ['max_steps'],
    about: 'scheduler',
    // −1 leaves it to the epochs.
    compared: (value) => (value > 0 ? value : undefined),
    source: at('245-249'),
  },
  {
    key: 'scheduler.params.warmup_num_steps',
    arguments: ['warmup_steps'],
    about: 'scheduler',
    // Below 1 it is a share of all steps, and 0 means 1.
    compared: (value) => (value >= 1 ? value : value === 0 ? 1 : undefined),
    source: at('250-256'),
  },
]

/** Where the comparisons that a rule is about can be read. */
export function sourcesAbout(about: ComparedValue['about']): readonly [Source, ...Source[]] {
  const [first, ...more] = comparedValues.filter((one) => one.about === about).map(({ source }) => source)
  if (!first) throw new Error(`Nothing is compared about ${about}.`)
  return [first, ...more]
}

/** Values that are filled in where the JSON says "auto", and never compared (fill_only). */
export const onlyFilled: readonly string[] = [
  'scheduler.params.warmup_min_lr',
  'zero_optimization.reduce_bucket_size',
  'zero_optimization.stage3_prefetch_bucket_size',
  'zero_optimization.stage3_param_persistence_threshold',
]
