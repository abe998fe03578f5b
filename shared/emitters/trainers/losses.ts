/** What no file of a trainer but TRL's can say, since only the Accelerate file has a place for it. */
import type { Loss } from './trainer.ts'

/** Whole groups of the Accelerate file. */
export const accelerateOnly: Loss = {
  why: 'accelerate-only',
  keys: ['accelerate.*', 'mpirun.*', 'megatron_lm.*', 'sagemaker.*', 'dynamo.*', 'parallelism.*', 'fp8.*'],
}

/** Where DeepSpeed is described in a JSON, these have no place in it. */
export const notInJson: Loss = {
  why: 'not-in-json',
  keys: ['deepspeed.*', 'output.*'],
}
