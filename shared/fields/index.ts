/** Every option, in the order the wizard asks. */
import { accelerate } from './accelerate.ts'
import { data } from './data.ts'
import { deepspeed } from './deepspeed.ts'
import { dynamo } from './dynamo.ts'
import type { Field, ValueOf } from './field.ts'
import { fp8 } from './fp8.ts'
import { fsdp } from './fsdp.ts'
import { hardware } from './hardware.ts'
import { lora } from './lora.ts'
import { megatronLm } from './megatron-lm.ts'
import { method } from './method.ts'
import { model } from './model.ts'
import { mpirun } from './mpirun.ts'
import { output } from './output.ts'
import { parallelism } from './parallelism.ts'
import { sagemaker } from './sagemaker.ts'
import { training } from './training.ts'

export const fields = {
  ...model,
  ...hardware,
  ...data,
  ...method,
  ...accelerate,
  ...deepspeed,
  ...fsdp,
  ...parallelism,
  ...dynamo,
  ...fp8,
  ...mpirun,
  ...megatronLm,
  ...sagemaker,
  ...lora,
  ...training,
  ...output,
} as const

export type Fields = typeof fields
export type FieldKey = keyof Fields
/** A run as one plain object: a value for every option. */
export type Config = { readonly [K in FieldKey]: ValueOf<Fields[K]> }

/** Every key, in asking order. */
export const fieldKeys = Object.keys(fields) as readonly FieldKey[]
const byKey: ReadonlyMap<string, Field> = new Map(Object.entries(fields))
/** An option by a key that may not exist. */
export const fieldAt = (key: string): Field | undefined => byKey.get(key)
