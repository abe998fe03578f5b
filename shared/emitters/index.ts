/** Every emitter, in the order they wrap one another: the script and its arguments, its engine, the launcher, the shell, the record. */
import { accelerate } from './accelerate.ts'
import { answers } from './answers.ts'
import { deepspeed } from './deepspeed.ts'
import type { Emitter } from './emitter.ts'
import { next } from './next.ts'
import { requirementsFile } from './requirements.ts'
import { script } from './script.ts'
import { shell } from './shell.ts'
import { train } from './train.ts'

export const emitters: readonly Emitter[] = [
  train,
  script,
  deepspeed,
  accelerate,
  shell,
  requirementsFile,
  next,
  answers,
]
