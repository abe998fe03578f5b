/** What MLPerf Training's closed division says about Llama 2 70B LoRA: where it was read, and where a run says something about it. */
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import type { FileSet, Spot } from '../rules/file-rule.ts'
import { page, type Source } from '../source.ts'
import { given } from './keys.ts'

const commit = 'https://github.com/mlcommons/training_policies/blob/d73e20f179151ce1b40dc300374f576a391f91ea'
/** A line of the training rules, as of May 2026 (rounds 6.0 and 6.1). */
export const trainingRules = (line: number): Source => page(`${commit}/training_rules.adoc#L${line}`, '2026-11-28')
/** A file of the reference implementation. */
export const reference = (path: string): Source =>
  page(`https://github.com/mlcommons/training/blob/master/llama2_70b_lora/${path}`, '2026-11-23')

export interface SaidOf {
  readonly key: string
  readonly value: Value
  readonly spot: Spot
}

/** Every place where the files of a run give an option. */
export const saidOf = ({ files }: FileSet, ...keys: readonly FieldKey[]): readonly SaidOf[] =>
  files.flatMap((file) =>
    file.reading.given
      .filter(({ key, value }) => keys.includes(key) && value !== null)
      .map((one) => ({ key: one.path, value: one.value, spot: given(file, one) })),
  )

/** Sequences of one optimizer step, where the files say all that it takes. */
export function globalBatch(set: FileSet): number | undefined {
  const { config } = set.run
  const known = (...keys: readonly FieldKey[]) => saidOf(set, ...keys).length > 0
  if (!known('accelerate.num_processes', 'hardware.gpus_per_machine')) return undefined
  if (!known('training.per_device_train_batch_size')) return undefined
  return (
    config['hardware.gpus_per_machine'] *
    config['hardware.machines'] *
    config['training.per_device_train_batch_size'] *
    (known('training.gradient_accumulation_steps', 'deepspeed.gradient_accumulation_steps')
      ? config['training.gradient_accumulation_steps']
      : 1)
  )
}
