/** Every log format. A line is read by each whose mark it holds. */
import { deepspeedLog } from './deepspeed.ts'
import { failure } from './failure.ts'
import type { LogFormat } from './format.ts'
import { mllog } from './mllog.ts'
import { nvidiaSmi } from './nvidia-smi.ts'
import { outOfMemory } from './out-of-memory.ts'
import { progressBar } from './progress-bar.ts'
import { trainer } from './trainer.ts'

export const logFormats: readonly LogFormat[] = [
  progressBar,
  trainer,
  mllog,
  deepspeedLog,
  nvidiaSmi,
  outOfMemory,
  failure,
]
