/** Every emitter, in the order they wrap one another: the script, its engine, the launcher, the shell, the record. */
import { accelerate } from './accelerate.ts'
import { answers } from './answers.ts'
import { deepspeed } from './deepspeed.ts'
import type { Emitter } from './emitter.ts'
import { script } from './script.ts'
import { shell } from './shell.ts'

export const emitters: readonly Emitter[] = [script, deepspeed, accelerate, shell, answers]
